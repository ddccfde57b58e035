# collections.OrderedDict: order, both ends, views, iterators and their errors, subclasses, pickling.
import copy
import gc
import pickle
import random
from collections import OrderedDict


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


# --- the type ---
print(OrderedDict, OrderedDict.__mro__, OrderedDict.__doc__ == "Dictionary that remembers insertion order")
own = set(vars(OrderedDict)) - {"__doc__"}
print(sorted(own))
for x in OrderedDict().keys(), OrderedDict().items(), OrderedDict().values(), iter(OrderedDict()):
    print(type(x), type(x).__mro__, type(iter(x)))
    show(lambda: type(x)())
for name in ("fromkeys", "setdefault", "pop", "popitem", "move_to_end"):
    print(name, getattr(OrderedDict, name).__text_signature__)

# --- order ---
od = OrderedDict([("a", 1), ("b", 2), ("c", 3)], d=4)
od.move_to_end("b")
print(od)
od.move_to_end("d", last=False)
print(od, list(reversed(od)))
od.move_to_end("d", False)
od["b"] = 20
od["e"] = 5
print(od, list(od.items()), list(reversed(od.values())), list(reversed(od.items())), list(reversed(od.keys())))
print(od.popitem(), od.popitem(last=False), od.popitem(0), od)
del od["c"]
od["c"] = 9
print(od, od.pop("c"), od.pop("zz", 7), od.setdefault("q"), od.setdefault(key="r", default=1), od)
od.clear()
print(od, len(od), bool(od))

for f in (
    lambda: OrderedDict(1, 2), lambda: OrderedDict(1), lambda: OrderedDict([1]), lambda: OrderedDict([(1,)]), lambda: OrderedDict([(1, 2, 3)]),
    lambda: OrderedDict([()]), lambda: OrderedDict(None), lambda: OrderedDict(self=1, other=2), lambda: OrderedDict().update(1, 2),
    lambda: OrderedDict().popitem(), lambda: OrderedDict().pop("a"), lambda: OrderedDict(a=1).pop([]), lambda: OrderedDict().move_to_end([]),
    lambda: OrderedDict(a=1).move_to_end("b"), lambda: OrderedDict(a=1).move_to_end([]), lambda: OrderedDict().move_to_end(),
    lambda: OrderedDict().popitem(1, 2), lambda: OrderedDict().setdefault(), lambda: OrderedDict().pop(), lambda: OrderedDict.fromkeys(),
    lambda: OrderedDict.fromkeys(iterable="ab", value=2), lambda: OrderedDict() < OrderedDict(), lambda: OrderedDict() | 1,
    lambda: 1 | OrderedDict(), lambda: hash(OrderedDict()), lambda: OrderedDict().x, lambda: OrderedDict()["x"], lambda: OrderedDict(a=1)[[]],
    lambda: OrderedDict().__ior__(1), lambda: OrderedDict(a=1).keys().mapping, lambda: OrderedDict(a=1).__delitem__("b"),
    lambda: OrderedDict(a=1).__setitem__([], 1), lambda: dict(OrderedDict(b=1, a=2)), lambda: {**OrderedDict(b=1, a=2)},
    lambda: dict.copy(OrderedDict(b=1, a=2)), lambda: (lambda **k: k)(**OrderedDict(b=1, a=2)),
):
    show(f)

# --- comparisons and operators ---
ab, ba = OrderedDict(a=1, b=2), OrderedDict(b=2, a=1)
print(ab == ba, ab != ba, ab == {"b": 2, "a": 1}, {"b": 2, "a": 1} == ab, ab == OrderedDict(a=1, b=2), ab == [], ab != 1, ab == OrderedDict(a=1))
print(ab | {"c": 3}, {"c": 3} | ab, ab | ba, type({"c": 3} | ab))
ab |= [("z", 0)]
print(ab, sorted(ab.keys() & ["a", "z"]), sorted(ab.items() - {("a", 1)}), ab.keys() == {"z", "b", "a"}, ab.keys() | {1} == {"a", "b", "z", 1})
print(ab.items() ^ OrderedDict(a=1, b=3).items() == {("b", 2), ("b", 3), ("z", 0)}, ("a", 1) in ab.items(), 2 in ab.values(), ab.keys().isdisjoint(["q"]))
print(repr(ab.keys()), repr(ab.values()), repr(ab.items()), len(ab.items()))
loop = OrderedDict(a=1)
loop["me"] = loop
loop["it"] = loop.items()
print(repr(OrderedDict(x=OrderedDict(y=[1]))), len(repr(loop)) > 10)
del loop["it"]
print(loop)

# --- iterators notice changes ---
def changed(change, how=iter):
    d = OrderedDict.fromkeys("abc", 0)
    it = how(d)
    print(next(it), end=" ")
    change(d)
    for _ in range(3):
        try:
            print(next(it), end=" ")
        except (RuntimeError, StopIteration, KeyError) as e:
            print(type(e).__name__, e, end="; ")
    print()


for how in iter, reversed, lambda d: iter(d.items()), lambda d: iter(d.values()), lambda d: reversed(d.items()):
    changed(lambda d: None, how)
    changed(lambda d: d.move_to_end("a"), how)
    changed(lambda d: d.move_to_end("c"), how)
    changed(lambda d: d.move_to_end("c", False), how)
    changed(lambda d: d.__setitem__("z", 1), how)
    changed(lambda d: d.__setitem__("b", 1), how)
    changed(lambda d: d.pop("b"), how)
    changed(lambda d: d.popitem(), how)
    changed(lambda d: d.clear(), how)
    changed(lambda d: (d.pop("b"), d.__setitem__("b", 2)), how)
it = iter(OrderedDict(a=1))
print(next(it), list(it), list(it))
d = OrderedDict.fromkeys("ab")
it = iter(d)
next(it), next(it)
d["c"] = 1
print(list(it))

# --- past its own methods ---
d = OrderedDict(a=1, b=2)
dict.__delitem__(d, "a")
show(lambda: repr(d))
show(lambda: list(d))
show(lambda: d.copy())
d = OrderedDict(a=1)
dict.clear(d)
print(d)


class Restless:
    asked = False

    def __hash__(self):
        asked, self.asked = self.asked, True
        return int(asked)


d = OrderedDict([(Restless(), 1)])
for f in (lambda: list(d), lambda: list(d.items()), lambda: list(d.values()), lambda: repr(d), lambda: d.copy()):
    try:
        print(f())
    except KeyError as e:
        print("KeyError", type(e.args[0]).__name__)

# --- keys with __eq__ in Python ---
class K:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        return self.n == other.n

    def __repr__(self):
        return f"K{self.n}"


d = OrderedDict((K(i), i) for i in range(6))
d.move_to_end(K(2))
d.move_to_end(K(4), last=False)
d[K(3)] = 33
del d[K(0)]
print(d, K(5) in d, d.pop(K(5)), d.get(K(0)), d[K(4)])

# --- attributes, copies, pickles ---
od = OrderedDict([("k", [1])])
print(od.__dict__, vars(od))
od.attr = "here"
print(od.__dict__, od.__reduce__()[:4], list(od.__reduce__()[4]), OrderedDict(a=1).__reduce__()[:4])
for dup in (od.copy(), copy.copy(od), copy.deepcopy(od), *(pickle.loads(pickle.dumps(od, p)) for p in range(6))):
    print(dup == od, type(dup).__name__, dup["k"] is od["k"], dup.__dict__)
it = iter(OrderedDict(a=1, b=2, c=3).items())
next(it)
print(pickle.loads(pickle.dumps(it)).__reduce__()[1], list(it), it.__reduce__()[1])
show(lambda: setattr(od, "__dict__", 1))
show(lambda: delattr(od, "__dict__"))
od.__dict__ = {"new": 1}
print(od.new, od.__dict__)


# --- subclasses ---
class Loud(OrderedDict):
    def __setitem__(self, key, value):
        print("set", key, end="; ")
        super().__setitem__(key, value)

    def __getitem__(self, key):
        print("get", key, end="; ")
        return super().__getitem__(key)

    def __delitem__(self, key):
        print("del", key, end="; ")
        super().__delitem__(key)

    def __missing__(self, key):
        return "missing " + key


l = Loud({"a": 1}, b=2)
l.update([("c", 3)], d=4)
print(l.setdefault("a", 9), l.setdefault("e", 5), l["none"], l.pop("a"), l.popitem(), l.popitem(last=False), l)
l |= {"x": 1}
print(l.copy(), l | {"y": 2}, {"y": 2} | l)
print(Loud.fromkeys("ab"), copy.copy(l), type(copy.deepcopy(l)))
print(l == OrderedDict(l), OrderedDict(l), dict(l))


class Slots(OrderedDict):
    __slots__ = ("x",)


s = Slots(a=1)
s.x = 5
print(s, s.x, copy.copy(s).x, s.__reduce__()[2])


class LRU(OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def __getitem__(self, key):
        value = super().__getitem__(key)
        self.move_to_end(key)
        return value

    def __setitem__(self, key, value):
        if key in self:
            self.move_to_end(key)
        super().__setitem__(key, value)
        if len(self) > self.size:
            del self[next(iter(self))]


lru = LRU(50)
for i in range(3000):
    lru[i % 71] = i
    if i % 3 == 0 and (i * 7) % 71 in lru:
        lru[(i * 7) % 71]
print(list(lru.items()))

# --- against a list, with collections in between ---
rng = random.Random(5)
d, model = OrderedDict(), []
for step in range(6000):
    what, key = rng.randrange(8), rng.randrange(1 + step // 60)
    if what < 3:
        d[key] = step
        if key not in model:
            model.append(key)
    elif what < 6 and key in model:
        last = rng.random() < 0.5
        d.move_to_end(key, last)
        model.remove(key)
        model.insert(len(model) if last else 0, key)
    elif what == 6 and key in model:
        del d[key]
        model.remove(key)
    elif model and rng.random() < 0.3:
        last = rng.random() < 0.5
        assert d.popitem(last)[0] == model.pop(-1 if last else 0)
    if step % 1000 == 0:
        gc.collect()
    assert step % 50 or (list(d) == model and list(reversed(d)) == model[::-1] and len(d) == len(model)), step
print(len(d), list(d) == model)

# --- as the globals of code ---
g = OrderedDict(first=1)
exec("second = 2\nthird = 3\ndel second\nsecond = first + third", g)
g.move_to_end("first")
g.move_to_end("third", last=False)
print([k for k in g if k != "__builtins__"], g["second"], g.pop("third"), g.popitem())
exec("second += 1", g)
print(g["second"], "third" in g)
