# keys, values and items views: live, set operations, comparison, membership, mapping proxy, repr, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i), "a" in k, 1 in v, ("a", 1) in i, ("a", 2) in i, "a" in i, ["a", 1] in i, 5 in i)
d["d"] = 4
del d["a"]
print(k, v, i, list(k), list(v), list(i), list(reversed(k)), list(reversed(v)), list(reversed(i)))
print(sorted(k & {"b", "x"}), sorted(k | ["x"]), sorted(k - {"b"}), sorted(k ^ {"b", "x"}), sorted({"b", "x"} & k), sorted({"x"} | k), sorted({"b", "q"} - k), sorted(k & "bcz"), type(k & k).__name__, type(k | []).__name__)
print(sorted(i & {("b", 2), ("b", 3)}), sorted(i - [("b", 2)]), sorted(i | [("z", 0)]), sorted(i ^ {("b", 2)}), k.isdisjoint("xyz"), k.isdisjoint(["b"]), i.isdisjoint([("b", 1)]))
print(k == {"b", "c", "d"}, k == ["b", "c", "d"], k == {"b": 0, "c": 0, "d": 0}.keys(), k < {"b", "c", "d", "e"}, k <= {"b", "c", "d"}, k > {"b"}, k >= {"x"}, k != {"b"}, i == {("b", 2), ("c", 3), ("d", 4)}, i <= set(i), v == d.values(), v == v, k == frozenset("bcd"), {"b", "c", "d"} == k)
for f in (lambda: k & 5, lambda: k | None, lambda: v & v, lambda: k < 5, lambda: v[0], lambda: k[0], lambda: k.append(1), lambda: hash(k), lambda: [] in k, lambda: k.nope, lambda: k - 5, lambda: k < ["b"], lambda: type(k)(), lambda: k.isdisjoint(5), lambda: i & [[1, 2]], lambda: (1, []) in i, lambda: ("b", []) in i, lambda: {"l": []}.items() | {1}, lambda: v | v):
    show(f)
print(k.mapping, type(k.mapping).__name__, k.mapping["b"], len(v.mapping), v.mapping == d)


def assign():
    k.mapping["x"] = 1


show(assign)
print([(x, y) for x, y in i], dict(i), {y: x for x, y in i}, max(v), sum(v), list(zip(k, v)) == list(i), tuple(k), set(v) == {2, 3, 4}, *k, [*i][0], sorted(i, key=lambda pair: -pair[1]))
e = {}
print(e.keys(), e.values(), e.items(), len(e.keys()), list(e.items()), e.keys() == set(), e.keys() | {1}, bool(e.keys()), bool(d.keys()))
unhashable = {"l": [1], "m": {}}
print(("l", [1]) in unhashable.items(), unhashable.items() == unhashable.items(), unhashable.items(), [1] in unhashable.values(), {} in unhashable.values())
n = {1: "x"}
n["v"] = n.values()
n["k"] = n.keys()
print(n["k"], type(n["v"]).__name__)
it = iter(d.items())
print(next(it), it.__length_hint__(), list(it), list(it))
one = {1: 2}.items()
(key, value), = one
print(key, value, [key for key, in {"x": 1, "y": 2}.keys()], isinstance(k, type({}.keys())), k is d.keys(), type(iter(k)).__name__, type(iter(v)).__name__, type(iter(i)).__name__, type(reversed(d)).__name__)
totals = {}
for word, count in [("a", 1), ("b", 2), ("a", 3)]:
    totals[word] = totals.get(word, 0) + count
for word in list(totals):
    if totals[word] > 3:
        del totals[word]
print(totals)
from types import MappingProxyType
proxy = MappingProxyType(d)
print(proxy, proxy["b"], "c" in proxy, len(proxy), proxy.get("zz", 0), list(proxy), proxy == d, proxy.copy(), proxy | {"q": 1})
d["live"] = 5
print(proxy["live"])
