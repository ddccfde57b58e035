# Classes changed while their instances are in use: methods replaced, attributes shadowed, bases edited, calls in hot loops.
class Duck:
    sound = "quack"

    def speak(self):
        return self.sound

    def twice(self):
        return self.speak() + self.speak()


class Rubber(Duck):
    sound = "squeak"


ducks = [Duck(), Rubber(), Duck()]


def chorus():
    return " ".join(d.twice() for d in ducks)


for _ in range(300):  # long enough for every cache to settle
    result = chorus()
print(result)
Duck.sound = "honk"
print(chorus())
Rubber.speak = lambda self: "<" + self.sound + ">"
print(chorus())
del Rubber.sound
print(chorus())
ducks[2].sound = "own"
print(chorus())
ducks[2].speak = lambda: "instance"
print(chorus())
del ducks[2].speak
Duck.speak = lambda self: "replaced"
print(chorus())
del Rubber.speak
print(chorus())
Duck.twice = property(lambda self: lambda: "from property")
print(chorus())
Duck.twice = staticmethod(lambda: "static")
print(chorus())
Duck.twice = classmethod(lambda cls: cls.__name__)
print(chorus())


class Point:
    def __init__(self, x):
        self.x = x


def read(p):
    return p.x


p = Point(1)
total = 0
for i in range(500):
    total += read(p)
print(total)
Point.x = property(lambda self: 100)
print(read(p))
del Point.x
print(read(p))
Point.x = "class attribute"
print(read(p), read(Point(2)))
del p.x
print(read(p))
del Point.x
try:
    read(p)
except AttributeError as error:
    print(error)
Point.__getattr__ = lambda self, name: f"fallback {name}"
print(read(p), p.other)
Point.__getattribute__ = lambda self, name: "everything"
print(read(p), read(Point(5)))
del Point.__getattribute__
print(read(Point(7)))
del Point.__getattr__


def add(a, b):
    return a + b


class Money:
    def __init__(self, v):
        self.v = v


for i in range(300):
    add(i, 1)
for i in range(300):
    add(i * 0.5, 1.5)
for i in range(300):
    add("a", "b")
print(add(1, 2), add(1.5, 2), add("x", "y"), add([1], [2]), add(2 ** 62, 2 ** 62), add(True, True), add((1,), ()))
Money.__add__ = lambda self, other: ("added", self.v, other.v)
print(add(Money(1), Money(2)))
Money.__add__ = lambda self, other: NotImplemented
Money.__radd__ = lambda self, other: "reflected"
print(add(5, Money(1)))


class Counter:
    def __init__(self):
        self.n = 0

    def __call__(self):
        self.n += 1
        return self.n

    def __len__(self):
        return self.n

    def __iter__(self):
        return iter(range(self.n))

    def __getitem__(self, i):
        return i * 10

    def __contains__(self, i):
        return i < self.n

    def __bool__(self):
        return self.n > 2

    def __eq__(self, other):
        return self.n == other


def use(c):
    return c(), len(c), list(c), c[3], 1 in c, bool(c), c == 1


c = Counter()
for _ in range(3):
    print(use(c))
Counter.__len__ = lambda self: 99
Counter.__iter__ = lambda self: iter("xyz")
Counter.__getitem__ = lambda self, i: "item"
Counter.__contains__ = lambda self, i: False
Counter.__bool__ = lambda self: False
Counter.__eq__ = lambda self, other: "eq"
Counter.__call__ = lambda self: "called"
print(use(c))
del Counter.__bool__
print(bool(c))
Counter.__len__ = lambda self: 0
print(bool(c))


class Base:
    def f(self):
        return "base"


class Mid(Base):
    pass


class Leaf(Mid):
    pass


leaf = Leaf()


def call():
    return leaf.f()


for _ in range(300):
    call()
trail = [call()]
Mid.f = lambda self: "mid"
trail.append(call())
Leaf.f = lambda self: "leaf"
trail.append(call())
leaf.f = lambda: "instance"
trail.append(call())
del leaf.f, Leaf.f, Mid.f
trail.append(call())
Base.f = lambda self: "new base"
trail.append(call())
leaf.__class__ = type("Elsewhere", (), {"f": lambda self: "elsewhere"})
trail.append(call())
print(trail)
builtin_len = len


def measure(x):
    return len(x)


for _ in range(300):
    measure([1, 2])
print(measure("abc"))
len = lambda x: "global len"
print(measure("abc"))
del len
print(measure("abc"))
import builtins
builtins.len = lambda x: "builtin changed"
try:
    print(measure("abc"))
finally:
    builtins.len = builtin_len
print(measure("abc"))
CONSTANT = 1


def constant():
    return CONSTANT


values = []
for i in range(600):
    if i % 200 == 199:
        CONSTANT += 1
    values.append(constant())
print(values[0], values[198], values[199], values[400], values[599], sum(values))
