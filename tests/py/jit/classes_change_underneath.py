# Classes and instances that change inside the operations that use them.
class A:
    tag = "A"

    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        if self.n % 10 == 3:
            self.__class__ = B
        return self.n == other

    def __hash__(self):
        return hash(self.n)

    def __lt__(self, other):
        self.n += 0
        A.tag = "A" * (self.n % 3 + 1)
        return self.n < other.n

    def get(self):
        return self.n


class B:
    tag = "B"

    def __eq__(self, other):
        self.__class__ = A
        return False

    def get(self):
        return -self.n


def equals(n):
    things = [A(i % 10) for i in range(n)]
    found = []
    for i, thing in enumerate(things):
        found.append((thing == i % 10, thing.tag[0], thing.get()))
    for i, thing in enumerate(things):
        found.append((thing == i % 10, thing.tag[0], thing.get()))
    return sum(x for x, _, _ in found), sum(v for _, _, v in found), [t for _, t, _ in found].count("B")


print(equals(100))
print([a.n for a in sorted([A(i * 7 % 20) for i in range(20)])], A.tag)


class Shifting:
    def __init__(self):
        self.count = 0

    def __getattribute__(self, name):
        if name == "value":
            count = object.__getattribute__(self, "count") + 1
            object.__setattr__(self, "count", count)
            if count == 50:
                Shifting.__getattribute__ = object.__getattribute__
                self.value = -1
            return count
        return object.__getattribute__(self, name)


shifting = Shifting()
print(sum(shifting.value for _ in range(100)))


class Meta(type):
    def __getattr__(cls, name):
        Meta.asked = getattr(Meta, "asked", 0) + 1
        return 3

    def __instancecheck__(cls, x):
        return x % 3 == 0


class Odd(metaclass=Meta):
    pass


def meta(n):
    total = 0
    for i in range(n):
        total += Odd.anything
        total += isinstance(i, Odd)
        if i == n // 2:
            Odd.anything = 100
    del Odd.anything
    return total


print(meta(60), meta(60), Meta.asked)


class Slotted:
    __slots__ = ("a", "b")


def slots(n):
    s = Slotted()
    total = 0
    for i in range(n):
        if i % 4 == 0:
            s.a = i
        elif i % 4 == 3:
            del s.a
        try:
            total += s.a
        except AttributeError as error:
            total += 1000
    return total


print(slots(80))


class Base:
    def step(self, x):
        return x + 1


class Mid(Base):
    pass


class Leaf(Mid):
    def step(self, x):
        return super().step(x) + 10


def supers(n):
    leaf = Leaf()
    total = 0
    for i in range(n):
        total = leaf.step(total)
        if i == n // 3:
            Mid.step = lambda self, x: x + 100
        if i == n // 2:
            del Mid.step
            Leaf.__bases__ = (Base,)
        if i == n - 10:
            Base.step = lambda self, x: x - 1
    Base.step = lambda self, x: x + 1
    Leaf.__bases__ = (Mid,)
    return total


print(supers(60), supers(60))


class Descriptor:
    def __init__(self):
        self.calls = 0

    def __get__(self, obj, cls):
        self.calls += 1
        if self.calls % 20 == 0:
            raise AttributeError("not now")
        if self.calls == 70:
            del Described.d
        return self.calls

    def __set__(self, obj, value):
        if value % 20 == 7:
            raise ValueError(value)
        obj.__dict__["d"] = value


class Described:
    d = Descriptor()


def described(n):
    o, total = Described(), 0
    for i in range(n):
        try:
            o.d = i
            total += o.d
        except AttributeError as error:
            total += 1000
        except ValueError as error:
            total -= error.args[0]
    return total, o.__dict__


print(described(120))


class Fallback:
    def __getattr__(self, name):
        if name == "x":
            Fallback.x = 5
            return 1
        raise AttributeError(name)


def fallback(n):
    f, total = Fallback(), 0
    for i in range(n):
        total += f.x
        if i % 30 == 29:
            del Fallback.x
    return total, getattr(f, "y", "none")


print(fallback(100))


class Growing:
    def __init__(self, i):
        for k in range(i % 5):
            setattr(self, f"a{(i + k) % 7}", k)
        self.last = i


def growing(n):
    total = 0
    for i in range(n):
        g = Growing(i)
        total += g.last + len(vars(g)) + getattr(g, "a3", 100)
        if i % 9 == 0:
            g.__dict__ = {"last": -1}
            total += g.last
        if i % 11 == 0:
            g.__dict__["last"] = 5
            total += g.last
    return total


print(growing(150))
