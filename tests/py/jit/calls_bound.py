# Calls that are followed into their frames: defaults, keywords, *args and **kwargs, spread arguments, classes, super(), bound builtins.
# What a call relies on changes on the way: defaults, a dict of keyword defaults, a method, a class.
import sys


def where():
    names, frame = [], sys._getframe(1)
    while frame is not None:
        names.append(f"{frame.f_code.co_name}:{frame.f_lineno - frame.f_code.co_firstlineno}")
        frame = frame.f_back
    return " ".join(names)


def defaults(a, b=2, c=3.5, *, d=4, e="e"):
    return (a, b, c, d, e)


def rest(a, *others, **named):
    return (a, others, named)


def call(f, *args, **kwargs):
    return f(*args, **kwargs)


def changing(n):
    seen = []
    for i in range(n):
        if i == n // 2:
            defaults.__defaults__ = ("b", "c")
        if i == n // 2 + 50:
            defaults.__kwdefaults__["d"] = "changed"
        if i == n // 2 + 100:
            defaults.__kwdefaults__ = {"d": 0, "e": 1}
        value = (defaults(i), defaults(1, e=i), defaults(i, c=2, b=1), defaults(*(i, 2)), defaults(1, **{"b": 2}))
        if i in (0, n // 2 - 1, n // 2, n // 2 + 49, n // 2 + 50, n // 2 + 100):
            seen.append(value)
    return seen


for row in changing(1000):
    print(row)


def wrapped(n):
    total = 0
    for i in range(n):
        a, others, named = rest(i, 2, i, x=i, y=3)
        total += a + others[1] + named["x"] + len(named)
        named["z"] = 1  # a dict of this call's own
        a, others, named = call(rest, i, 1, k=i)
        total += a + len(others) + named["k"] + len(named)
        total += len(call(rest, *[1, 2, 3], **{"p": i})[1])
        a, others, named = call(rest, i)
        total += len(others) + len(named)
    return total


print(wrapped(1000))


def errors(n):
    texts = set()
    for i in range(n):
        f, args, kwargs = [(defaults, (), {}), (defaults, (1,), {"a": 2}), (defaults, (1, 2, 3, 4), {}), (rest, (), {"z": 1}),
                           (defaults, (1,), {"q": 2}), (defaults, (1,), {"e": 2})][i % 6]
        try:
            call(f, *args, **kwargs)
        except TypeError as error:
            texts.add(str(error))
    return sorted(texts)


print(errors(2000))


class Base:
    made = 0

    def __init__(self, name, size=3, *, colour="red"):
        self.name = name
        self.size = size
        self.colour = colour

    def area(self):
        return self.size

    @classmethod
    def make(cls, size, **options):
        cls.made += 1
        return cls("made", size, **options)

    @staticmethod
    def twice(x):
        return 2 * x

    @property
    def big(self):
        return self.size > 10


class Middle(Base):
    def __init__(self, name, size, extra=None, **options):
        super().__init__(name, size, **options)
        self.extra, self.one, self.two, self.three = extra, 1, 2, 3
        self.four = self.five = self.six = size

    def area(self):
        return super().area() + 1

    @classmethod
    def make(cls, size):
        return super().make(size, colour="blue")


class Leaf(Middle):
    def area(self):
        return super().area() * 2 + (where().count("area") if self.size == 7 else 0)


class Plain:
    pass


def objects(n):
    total = 0
    for i in range(n):
        leaf = Leaf("l", i % 9, extra=i)
        total += leaf.area() + leaf.extra + leaf.four + leaf.big
        total += Middle.make(i).area() + Base.twice(i) + leaf.twice(1) + len(Leaf.make(i % 5).colour)
        plain = Plain()
        plain.value = i
        total += plain.value + len(type(plain).__name__)
        if i == n - 20:
            Base.area = lambda self: 1000
        if i == n - 10:
            Middle.area = lambda self: 5
    return total, Middle.made, Leaf.made, Base.made


print(objects(1000))


class Refuses:
    def __init__(self, x):
        if x % 100 == 7:
            raise ValueError(x)
        self.x = x


class Odd:
    def __init__(self, x=1):
        return x


def raising(n):
    total, texts = 0, []
    for i in range(n):
        try:
            total += Refuses(x=i).x
        except ValueError as error:
            frames, trace = [], error.__traceback__
            while trace is not None:
                frames.append(trace.tb_frame.f_code.co_name)
                trace = trace.tb_next
            texts.append((error.args, frames))
        if i % 200 == 199:
            try:
                Odd()
            except TypeError as error:
                texts.append(str(error))
    return total, texts


print(raising(400))


def bound(n):
    out, names = [], {}
    append, get, setdefault = out.append, names.get, names.setdefault
    area = Base("b").area
    total = 0
    for i in range(n):
        append(i)
        total += get(i, 1) + setdefault(i % 10, i) + area()
        if i == n // 2:
            append, out = [].append, out
            get = {i: 5}.get
    return total, len(out)


print(bound(1000))


class Slots:
    __slots__ = ("a", "b", "__dict__")


def kinds(n):
    total = 0
    for i in range(n):
        s = Slots()
        s.a = i
        s.extra = 2
        total += s.a + s.extra
        kinds.calls += 1
        d = Plain()
        d.__dict__["q"] = i
        d.r = 1
        total += d.q + d.r + len(d.__dict__)
        del d.q
        try:
            total += d.q
        except AttributeError as error:
            total += len(str(error))
        total += getattr(d, "r") + getattr(d, "none", 3)
    return total, kinds.calls


kinds.calls = 0
print(kinds(1000))


def frames(n):
    seen = set()
    for i in range(n):
        seen.add(call(lambda *a, k=1, **o: where(), i, z=1))
        seen.add(Shown(i, last=i).seen)
    return sorted(seen)


class Shown:
    def __init__(self, *args, last=0):
        self.seen = where()


for line in frames(300):
    print(line)


def deep(n, *rest, step=1):
    return 0 if n <= 0 else 1 + deep(n - step, *rest, step=step)


print(deep(300), deep(300, 1, 2, step=2))
try:
    deep(10 ** 6)
except RecursionError as error:
    print(type(error).__name__, error)
