# Container, call, truth, index, format, iteration, context and conversion protocols by special methods.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class Box:
    def __init__(self):
        self.data = {}
        self.log = []

    def __getitem__(self, key):
        self.log.append(("get", key))
        return self.data.get(key, "none") if not isinstance(key, slice) else ("slice", key.start, key.stop, key.step)

    def __setitem__(self, key, value):
        self.log.append(("set", key))
        self.data[repr(key)] = value

    def __delitem__(self, key):
        self.log.append(("del", key))

    def __len__(self):
        return len(self.data)

    def __contains__(self, item):
        return item == "special"

    def __call__(self, *args, **kwargs):
        return args, kwargs


b = Box()
b[1] = "one"
b[1, 2] = "pair"
b[:] = "slice"
b[1:2, ...] = "mixed"
del b[5], b["x":"y"]
b["n"] = 1
b["n"] += "!"
print(b[1:2:3], b[None], b[::], len(b), bool(b), "special" in b, "other" in b, "other" not in b, b(1, *[2], k=3), b.log)


class OldSequence:
    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError("past the end")
        return i * i

    def __len__(self):
        return self.n


s = OldSequence(5)
print(list(s), 9 in s, 10 in s, [x for x in s], list(reversed(s)), max(s), sum(s), tuple(s), *s, list(zip(s, "abc")), sorted(s, reverse=True), bool(OldSequence(0)), list(iter(s)), dict(enumerate(s)))
first, *_, last = s
print(first, last)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration("done")
        self.n -= 1
        return self.n


print(list(Countdown(3)), 2 in Countdown(5), sum(Countdown(4)), next(Countdown(0), "default"), [*Countdown(2)], list(map(str, Countdown(2))), max(Countdown(3)))
show(lambda: next(Countdown(0)))


class BadIter:
    def __iter__(self):
        return 5


class NoIter:
    __iter__ = None

    def __getitem__(self, i):
        return i


class BadNext:
    def __iter__(self):
        return self

    def __next__(self):
        raise KeyError("in next")


class LenKinds:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class ContainsKinds:
    def __init__(self, v):
        self.v = v

    def __contains__(self, item):
        return self.v


class NoContains:
    __contains__ = None

    def __iter__(self):
        return iter([1])


show(lambda: list(BadIter()))
show(lambda: list(NoIter()))
show(lambda: list(BadNext()))
for n in (5, True, -1, 2 ** 63, "a", 1.5):
    show(lambda: len(LenKinds(n)))
print(1 in ContainsKinds("truthy"), 1 in ContainsKinds([]), 1 not in ContainsKinds(None))
show(lambda: 1 in NoContains())


class Convertible:
    def __int__(self): return 3
    def __float__(self): return 2.5
    def __complex__(self): return 1j
    def __index__(self): return 2
    def __bytes__(self): return b"bytes"
    def __str__(self): return "str"
    def __repr__(self): return "repr"
    def __format__(self, spec): return f"format[{spec}]"
    def __bool__(self): return False
    def __hash__(self): return 77
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return "trunc"
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __dir__(self): return ["z", "a"]
    def __length_hint__(self): return 10
    def __sizeof__(self): return 100
    def __reversed__(self): return "reversed"


import math
import operator
c = Convertible()
print(int(c), float(c), complex(c), [10, 20, 30][c], bytes(c), str(c), repr(c), f"{c} {c!r} {c:x>5}", format(c, "spec"), "%s %r %d" % (c, c, c), bool(c), hash(c), round(c), round(c, 2), math.trunc(c), math.floor(c), math.ceil(c), dir(c), operator.length_hint(c), reversed(c), operator.index(c), "abc"[:c], hex(c), [c], {c: 1}, (c,), ascii(c), range(c), math.sqrt(c))


class BadConversions:
    def __int__(self): return "x"
    def __float__(self): return 1
    def __index__(self): return 1.0
    def __str__(self): return 5
    def __repr__(self): return None
    def __bool__(self): return 1
    def __hash__(self): return "h"
    def __len__(self): return None
    def __bytes__(self): return "b"
    def __format__(self, s): return 1
    def __iter__(self): return None
    def __dir__(self): return 5
    def __complex__(self): return 1


x = BadConversions()
for f in (lambda: int(x), lambda: float(x), lambda: [1][x], lambda: str(x), lambda: repr(x), lambda: bool(x), lambda: hash(x), lambda: len(x), lambda: bytes(x), lambda: format(x), lambda: iter(x), lambda: dir(x), lambda: complex(x), lambda: f"{x!r}", lambda: [x].__repr__(), lambda: "%s" % x, lambda: print(x)):
    show(f)


class Managed:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value, traceback is not None)
        return self.swallow


with Managed("a") as a, Managed("b") as b2:
    print(a, b2)
with Managed("swallows", True):
    raise ValueError("lost")
try:
    with Managed("outer"), Managed("inner"):
        raise KeyError("kept")
except KeyError as error:
    print("caught", error)


class Weird:
    def __getattr__(self, name):
        return lambda *a: name


w = Weird()
print(w.anything(), w.__len__(), w.__add__(1))
show(lambda: len(w))
show(lambda: w + 1)


def with_nothing():
    with 5:
        pass


show(with_nothing)
