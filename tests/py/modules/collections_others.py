# OrderedDict, Counter, defaultdict, namedtuple, ChainMap, UserDict, abc registrations.
from collections import OrderedDict, Counter, defaultdict, namedtuple, ChainMap, UserDict, UserList, abc


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a")
print(o, o.popitem(), o.popitem(last=False), o, list(reversed(OrderedDict(x=1, y=2))), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1}, OrderedDict(a=1) | {"z": 2}, o.pop("c", None) if "c" in o else None)
o = OrderedDict.fromkeys("abc", 0)
o.move_to_end("c", last=False)
o["a"] = 9
o.update(d=4)
del o["b"]
print(o, list(o.items()), o.setdefault("e", 5), len(o), o.copy() == o, type(o.copy()).__name__)
for f in (lambda: OrderedDict().popitem(), lambda: o.move_to_end("zz"), lambda: o["zz"], lambda: OrderedDict(5)):
    show(f)
c = Counter("mississippi")
print(c, c["i"], c["zz"], c.most_common(2), c.most_common(), sorted(c.elements()), sum(c.values()), c.total(), len(c), Counter(a=2, b=-1), Counter({"x": 3}), Counter(), "zz" in c)
a, b = Counter(a=3, b=1), Counter(a=1, b=2, c=1)
print(a + b, a - b, a & b, a | b, +Counter(a=-1, b=2), -Counter(a=-1, b=2), a == Counter(b=1, a=3), a < b, a <= a + b, Counter(a=0) == Counter())
a.update("aab")
a.subtract({"a": 10})
a["new"] += 1
del a["never there"]
print(a, a.copy(), dict(a), a.pop("new"), Counter([1, 2, 1, 1.0, True]), Counter(x for x in "hello").most_common(1), a.most_common(0), a.most_common(100))
a += Counter(a=100)
a -= Counter(a=1)
a &= Counter(a=5, b=5)
a |= Counter(q=1)
print(a)
show(lambda: Counter.fromkeys("ab"))
show(lambda: Counter(5))
show(lambda: Counter(1, 2))
d = defaultdict(list)
d["a"].append(1)
d["a"].append(2)
d["b"]
print(d, d["c"], dict(d), d.default_factory, "zz" in d, d.get("zz"), len(d), defaultdict(int, a=1), defaultdict(None, {1: 2}), d.copy(), defaultdict(lambda: 5)["x"], defaultdict(int) | {1: 2}, d == {"a": [1, 2], "b": [], "c": []})
n = defaultdict(lambda: defaultdict(int))
n["x"]["y"] += 5
n["x"]["z"] -= 1
print({k: dict(v) for k, v in n.items()})
show(lambda: defaultdict(None)["k"])
show(lambda: defaultdict(5))
show(lambda: defaultdict(lambda: 1 / 0)["k"])
show(lambda: d[[]])
P = namedtuple("P", "x y z", defaults=[30])
p = P(1, 2)
print(p, p.x, p[1], p._fields, p._asdict(), p._replace(x=9), P._make([7, 8, 9]), P._field_defaults, p == (1, 2, 30), p + (4,), len(p), list(p), P.__name__, p._replace().z, isinstance(p, tuple), hash(p) == hash((1, 2, 30)), P.__doc__, P(z=1, y=2, x=3), P(*[1, 2, 3]), max(P(1, 2), P(1, 3)), P.x.__doc__)
q, r, s = p
print(q, r, s, namedtuple("R", ["a", "def", "a", "_b"], rename=True)._fields, namedtuple("E", "")(), namedtuple("C", "a,b c")._fields, {p: 1}[P(1, 2)], "%s-%s-%s" % p)
for f in (lambda: P(1), lambda: P(1, 2, 3, 4), lambda: P(1, 2, w=3), lambda: setattr(p, "x", 5), lambda: setattr(p, "new", 5), lambda: p._replace(nope=1), lambda: P._make([1]), lambda: namedtuple("X", "a a"), lambda: namedtuple("X", "1a"), lambda: namedtuple("X", "class"), lambda: namedtuple("X", "_a"), lambda: namedtuple("1X", "a"), lambda: namedtuple("X", "a", defaults=[1, 2]), lambda: p.nope):
    show(f)


class Point(namedtuple("Point", "x y")):
    __slots__ = ()

    @property
    def size(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


print(Point(3, 4), Point(3, 4).size, Point(1, 1) + Point(2, 2), hasattr(Point(1, 2), "__dict__"), Point(1, 2)._replace(y=5))
base, override = {"a": 1, "b": 2}, {"b": 20, "c": 30}
m = ChainMap(override, base)
print(m["a"], m["b"], m["c"], len(m), sorted(m), "zz" in m, m.get("zz", 0), dict(m) == {"a": 1, "b": 20, "c": 30}, m.maps, m.new_child({"a": 100})["a"], m.parents["b"])
m["a"] = "written to the first"
del m["c"]
print(override, base, m)
show(lambda: m["zz"])
show(lambda: m.pop("only in none"))


def delete():
    del m["nowhere"]


show(delete)


class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


u = Lower(A=1)
u["B"] = 2
u.update(C=3)
print(u, "a" in u, u["b"], UserList([1, 2]) + [3])
print(isinstance([], abc.Sequence), isinstance({}, abc.Mapping), isinstance(set(), abc.Set), isinstance((i for i in []), abc.Generator), isinstance(5, abc.Hashable), isinstance([], abc.Hashable), issubclass(dict, abc.MutableMapping), isinstance("", abc.Sequence), isinstance(iter([]), abc.Iterator), isinstance(len, abc.Callable), isinstance(range(1), abc.Sequence), isinstance({}.keys(), abc.KeysView), isinstance(b"", abc.ByteString), isinstance(deque_like := [], abc.Collection))


class MySequence(abc.Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * 10


ms = MySequence()
print(list(ms), 20 in ms, ms.index(10), ms.count(0), list(reversed(ms)))


class Partial(abc.Mapping):
    def __len__(self): return 0


show(lambda: Partial())


# What counts is what the class says of get and __setitem__, not an instance.
import collections


class Shown(collections.Counter):
    def __setitem__(self, key, value):
        print("set", key, value)
        super().__setitem__(key, value)


class Doubled(collections.OrderedDict):
    def get(self, key, default=None):
        return super().get(key, default) * 2


counts = collections.Counter()
counts.get = lambda key, default: 100
counts.update("aab")
print(counts, Shown("aab"))
for cls in collections.OrderedDict, Doubled, dict, lambda: collections.defaultdict(int):
    counts = cls()
    collections._count_elements(counts, "hello")
    collections._count_elements(counts, (c for c in "old"))
    print(counts, list(reversed(counts)))
