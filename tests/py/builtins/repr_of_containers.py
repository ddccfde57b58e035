# repr of recursive and nested containers, of builtin objects without addresses, of subclasses with own repr.
l = [1]
l.append(l)
d = {"k": 1}
d["d"] = d
t = ([],)
t[0].append(t)
s = {"l": l, "t": t, "d": d}
print(l, d, t, s, sep="\n")
a, b = [], []
a.append(b)
b.append(a)
print(a, b, [a, b])
print(repr([[], (), {}, set(), frozenset(), "", b"", bytearray(), 0, None, ...]), str([1.0, "a", b"b", 1j, True]), repr(("one",)), repr((1, 2)), repr({1: {2: {3: {}}}}), repr({(): []}), repr(range(3)), repr(slice(1, None, 2)), repr([range(1, 2, 3)]), [None, ..., NotImplemented])


class R:
    def __init__(self, inner):
        self.inner = inner

    def __repr__(self):
        return f"R({self.inner!r})"


r = R(None)
r.inner = [R(5), "x"]
print(r, [r], {r.inner[0]: r}, (r,), {"k": R("é\n")}, f"{r}", "%s %r" % (r, r))


class Bad:
    def __repr__(self):
        raise ValueError("bad repr")


for container in ([Bad()], (Bad(),), {1: Bad()}, {Bad(): 1}, [[Bad()]]):
    try:
        repr(container)
    except ValueError as error:
        print(type(container).__name__, error)
again = [1, 2]
print(again, [again, again], {"a": again, "b": again})  # the same object twice is not recursion


class ListSub(list):
    pass


class DictSub(dict):
    def __repr__(self):
        return "DictSub!" + super().__repr__()


class TupleSub(tuple):
    pass


print(ListSub([1, 2]), DictSub(a=1), TupleSub((1,)), [ListSub()], {"s": DictSub()})
x = ListSub()
x.append(x)
print(x)
print(int, str, type, object, ValueError, [int, str], {int: "type"}, None.__class__, len, print, abs, str.upper, [].__class__, type(len))
print(ValueError("a"), repr(ValueError("a", [1])), [KeyError("k")], Exception(), repr(Exception()), OSError(1, "x"), repr(StopIteration(5)), [ZeroDivisionError()])
import sys, math
print(math, sys, sys.__class__, type(sys), sep="\n")
from collections import OrderedDict, defaultdict, deque, Counter, namedtuple
P = namedtuple("P", "x y")
dq = deque([1])
dq.append(dq)
dd = defaultdict(list)
dd["self"].append(dd)
print(OrderedDict(a=1), defaultdict(int, {"a": 1}), deque([1], maxlen=3), Counter("aab"), P(1, [P(2, 3)]), dq, dd, OrderedDict())
print(type(property()).__name__)
print("a\tb", repr("a\tb"), ["a\tb"], ("\n",), {"\\": "'"}, ['"', "'", "\"'"], repr("é\x00\u200b"), [b"\x00'"], repr("\ud800"), ascii(["é", "🦆"]), repr(1e100), [0.1 + 0.2, 1e16, -0.0, float("nan"), float("inf")], [2 ** 100, -5, 1j, -1j, complex(0, float("inf"))])
deep = []
for i in range(50):
    deep = [deep, i]
print(len(repr(deep)), repr(deep)[:60])
wide = list(range(1000))
print(len(repr(wide)), repr(wide)[-30:], len(repr({i: str(i) for i in range(500)})), len(str(tuple(range(300)))))
