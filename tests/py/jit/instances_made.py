# Classes with a Python __new__, alone or with __init__, in metaclasses and abstract classes; loops that end by a raise in __next__;
# generators that end under next().
import sys
from abc import ABC, ABCMeta, abstractmethod
from collections import namedtuple
from contextlib import contextmanager


class Made:
    def __new__(cls, x):
        self = object.__new__(cls)
        self.x = x
        return self


class Both:
    def __new__(cls, x, y=2):
        self = super().__new__(cls)
        self.first = x
        x = None
        return self

    def __init__(self, x, y=2):
        self.x = x
        self.y = y


class Single:
    only = None

    def __new__(cls):
        if cls.only is None:
            cls.only = super().__new__(cls)
            cls.only.count = 0
        cls.only.count += 1
        return cls.only


class Shape:
    def __new__(cls, kind):
        if cls is Shape:
            return object.__new__(Circle if kind % 2 else Square)
        return object.__new__(cls)

    def __init__(self, kind):
        self.kind = kind


class Circle(Shape):
    def __init__(self, kind):
        self.kind = -kind


class Square(Shape):
    pass


class Other:
    def __new__(cls, x):
        return [x, cls] if x % 3 else None

    def __init__(self, x):
        raise RuntimeError("never")


class Pair(tuple):
    __slots__ = ()

    def __new__(cls, a, b):
        return tuple.__new__(cls, (a, b))

    @property
    def a(self):
        return self[0]


class Meters(float):
    def __new__(cls, value, unit="m"):
        return float.__new__(cls, value)


class Keyed(int):
    def __new__(cls, value, *, scale=1):
        return super().__new__(cls, value * scale)


Point = namedtuple("Point", "x y", defaults=[7])


class Base(ABC):
    def __init__(self, x):
        self.x = x

    @abstractmethod
    def area(self):
        ...


class Real(Base):
    def area(self):
        return self.x * 2


class Counting(type):
    made = 0

    def __call__(cls, *args):
        Counting.made += 1
        return super().__call__(*args)


class Counted(metaclass=Counting):
    def __init__(self, x):
        self.x = x


class Bad:
    def __new__(cls, x):
        if x % 50 == 7:
            raise ValueError(f"new {x}")
        return object.__new__(cls)

    def __init__(self, x):
        if x % 50 == 9:
            raise ValueError(f"init {x}")
        if x % 50 == 11:
            return 5


def where(error):
    t = error.__traceback__
    out = []
    while t is not None:
        code = t.tb_frame.f_code
        out.append(f"{code.co_name}+{t.tb_lineno - code.co_firstlineno}")
        t = t.tb_next
    return " ".join(out)


def make(n):
    total, seen, kinds = 0, set(), {}
    for i in range(n):
        total += Made(i).x + Both(i, i + 1).y + Both(i).x + Both(i).first + Both(x=i).y
        total += Single().count
        for shape in (Shape(i), Circle(i), Square(i)):
            kinds[type(shape).__name__] = kinds.get(type(shape).__name__, 0) + shape.kind
        total += Other(i)[0] if i % 3 else Other(i) is None
        pair = Pair(i, i)
        total += pair.a + pair[1] + len(pair)
        total += Meters(i) + Keyed(i) + Keyed(i, scale=2)
        total += Point(i).y + Point(i, 1).x + Point(x=i, y=2).y
        total += Real(i).area() + Counted(i).x
        try:
            Bad(i)
        except (ValueError, TypeError) as error:
            seen.add((str(error), where(error)))
        if i % 100 == 0:
            try:
                Base(i)
            except TypeError as error:
                seen.add(str(error).split(" with")[0] and "abstract")
    return total, Single.only.count, Counting.made, sorted(kinds.items()), sorted(map(str, seen))


print(make(300))


class Up:
    def __init__(self, end, how):
        self.at, self.end, self.how = 0, end, how

    def __iter__(self):
        return self

    def __next__(self):
        if self.at < self.end:
            self.at += 1
            return self.at
        if self.how == 0:
            raise StopIteration
        if self.how == 1:
            raise StopIteration()
        if self.how == 2:
            raise StopIteration("end")
        stop = StopIteration(self.at)
        self.kept = stop
        raise stop


def loops(n):
    total, kept = 0, set()
    for i in range(n):
        for how in range(4):
            up = Up(5, how)
            for x in up:
                total += x
            else:
                total += 1000
            if how == 3:
                kept.add(up.kept.value)
        total += sum(x * 2 for x in Up(3, i % 4))
        assert sys.exc_info() == (None, None, None)
    return total, kept


print(loops(200))


def guarded(n):
    total = 0
    for i in range(n):
        try:
            for x in Up(4, 0):
                try:
                    if x == 3 and i % 5 == 0:
                        raise KeyError(x)
                    total += x
                finally:
                    total += 1
        except KeyError as error:
            total += error.args[0] * 100
    return total


print(guarded(200))


@contextmanager
def managed(log):
    log[0] += 1
    try:
        yield log[0]
    finally:
        log[1] += 1


def count(n):
    yield from range(n)


def taken(n):
    log, total, ends = [0, 0], 0, 0
    for i in range(n):
        with managed(log) as value:
            total += value
        try:
            with managed(log):
                if i % 7 == 3:
                    raise ValueError(i)
        except ValueError as error:
            total += error.args[0]
        g = count(i % 4)
        while True:
            try:
                total += next(g)
            except StopIteration as stop:
                ends += 1
                assert stop.value is None and where(stop) == "taken+14", where(stop)
                break
        total += next(g, 5)
    return total, log, ends


print(taken(300))


def returns(n):
    def g(i):
        yield i
        return i * 2 if i % 2 else None

    total = 0
    for i in range(n):
        it = g(i)
        next(it)
        try:
            next(it)
        except StopIteration as stop:
            total += stop.value or 1
    return total


print(returns(300))


def changing(n):
    out = []
    for i in range(n):
        if i == n // 2:
            Made.__new__ = staticmethod(lambda cls, x: "new")
        out.append(Made(i))
    return out[-1], type(out[0]).__name__


print(changing(300))
