# match in hot code: classes with positional and named parts, mappings, sequences, and classes that change.
from collections import namedtuple
from dataclasses import dataclass
from enum import Enum


@dataclass
class Point:
    x: int
    y: int


class Slotted:
    __slots__ = ("a", "b")
    __match_args__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b


class Computed:
    __match_args__ = ("n", "twice")

    def __init__(self, n):
        self.n = n

    @property
    def twice(self):
        return self.n * 2


class Child(Point):
    pass


class Names(dict):
    pass


Row = namedtuple("Row", "left right")


class Kind(Enum):
    A = 1
    B = 2


def what(v):
    match v:
        case None:
            return "none"
        case True | False:
            return "bool"
        case Kind.A:
            return "a"
        case int(n) if n < 0:
            return ("negative", n)
        case int() | float():
            return "number"
        case Row(left=l, right=r):
            return ("row", l, r)
        case [a, b]:
            return ("two", a, b)
        case [first, *rest]:
            return ("more", first, rest)
        case {"k": k, "z": z}:
            return ("kz", k, z)
        case {"k": k, **others}:
            return ("k", k, others)
        case Child(x=0):
            return "child"
        case Point(x=0, y=y):
            return ("on", y)
        case Point(x, y):
            return ("point", x, y)
        case Slotted(a, b=5):
            return ("slotted", a)
        case Computed(n, twice):
            return ("computed", n, twice)
        case str(text) if len(text) > 3:
            return text
        case _:
            return "?"


def loop(n):
    values = [0, -4, [1, 2], {"k": 7}, {"k": 1, "z": 2}, Point(0, 3), Point(2, 3), Child(0, 1), Child(4, 4), "q", "long text", 2.5, None, True, Kind.A, Kind.B,
              Slotted(1, 5), Slotted(1, 6), Computed(4), Row(1, 2), (1, 2, 3), [], Names(k=9), {"other": 1}, object, range(3), b"xy", 1 << 70]
    seen = {}
    for i in range(n):
        r = repr(what(values[i % len(values)]))
        seen[r] = seen.get(r, 0) + 1
    return seen


def one(v):
    match v:
        case Point(x, y):
            return x * y
        case {"x": x}:
            return x
    return -1


def points(n):
    p, d = Point(3, 4), {"x": 5}
    return sum(one(p) for _ in range(n)), sum(one(d) for _ in range(n)), sum(one({}) for _ in range(n))


def changes(n):
    class Late:
        __match_args__ = ("a",)

        def __init__(self):
            self.a, self.b = 1, 2

    class Sub(Late):
        pass

    def ask(v):
        match v:
            case Late(a):
                return a
        return None

    out, v = [], Sub()
    for i in range(n):
        if i == n // 4:
            Late.__match_args__ = ("b",)
        if i == n // 2:
            v.b = "changed"
        if i == 3 * n // 4:
            del v.b
        if i == 3 * n // 4 + 5:
            Late.__match_args__ = ()
        try:
            out.append(ask(v))
        except TypeError as e:
            out.append(str(e))
    return {str(o): out.count(o) for o in out}


def wrong(n):
    seen = set()
    for i in range(n):
        for source in ("match 1:\n case int(a, b): pass", "match Point(1, 2):\n case Point(a, x=b): pass", "match {1: 2}:\n case {1: a, 1: b}: pass",
                       "match Point(1, 2):\n case Point(a, b, c): pass"):
            try:
                exec(source)
            except (TypeError, ValueError, SyntaxError) as e:
                seen.add(f"{type(e).__name__}: {e}")
    return sorted(seen)


for item in loop(1400).items():
    print(item)
print(points(300))
print(changes(200))
print(wrong(12))
