# dict: every method, insertion order, construction, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print({}, dict(), dict(a=1, b=2), dict([(1, 2), (3, 4)]), dict({1: 2}), dict({1: 2}, a=3), dict([[1, 2]], a=1), dict(zip("ab", [1, 2])), dict((c, ord(c)) for c in "xy"), {**{1: 2}, 3: 4, **{1: 5}}, {"a": 1, "a": 2}, dict(["ab", "cd"]), dict([], self=1))
d = {"b": 1, "a": 2, 3: "three", None: 0, (1, 2): "t", 1.5: "f"}
print(d, len(d), list(d), d["a"], d[3], d[None], d[1, 2], d[1.5], "a" in d, 2 in d, "zz" not in d, d.get("a"), d.get("x"), d.get("x", 5), d.get(None, 9))
d["a"] = 20
d["new"] = 30
print(d)
del d["b"]
d["b"] = "again"
print(d, d.pop("new"), d.pop("none", "default"), d.setdefault("a", 99), d.setdefault("s", []), d.setdefault("n"), d)
print(d.popitem(), d.popitem(), d, d.copy() == d, d.copy() is d, d.update({"a": 1}), d.update([("z", 26)]), d.update(q=1, r=2), d.update({}, t=1), d.update(), d)
print(d.clear(), d, dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), dict.fromkeys(range(2), []), dict.fromkeys({"a": 1}), dict.fromkeys([]), {}.fromkeys("x", 1))
for f in (lambda: {}["x"], lambda: {}[1, 2], lambda: {}[None], lambda: {}.pop("x"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: {}[[]], lambda: {}.get([]), lambda: [] in {}, lambda: {}.get(), lambda: {}.pop(), lambda: {}.setdefault(), lambda: {}.setdefault([]), lambda: {{}: 1}, lambda: {set(): 1}, lambda: {}.update(5), lambda: {}.update([1]),
          lambda: {}.update([(1,)]), lambda: {}.update([(1, 2, 3)]), lambda: {}.update(["abc"]), lambda: {}.update([[]]), lambda: {}.update({}, {}), lambda: dict(5), lambda: dict([1, 2]), lambda: dict(1, 2), lambda: dict([([], 1)]), lambda: dict("ab"), lambda: dict.fromkeys(5), lambda: dict.fromkeys([[]]), lambda: dict.fromkeys(), lambda: {}.nope, lambda: {} + {}, lambda: {} < {}, lambda: hash({}), lambda: dict(**{1: 2}), lambda: {**5}, lambda: {}.pop(1, 2, 3), lambda: {}.items(1), lambda: {}.get(1, default=2), lambda: {1: 2} | [(3, 4)], lambda: {1: 2} | None):
    show(f)


def delete():
    d = {}
    del d["gone"]


show(delete)
print({1: 2} == {1.0: 2.0}, {1: 2, 3: 4} == {3: 4, 1: 2}, {1: 2} != {1: 3}, {} == [], {1: 2} == {1: 2, 3: 4}, {"a": [1]} == {"a": [1]}, bool({}), bool({1: None}), {1: {2: {}}} == {1: {2: {}}})
a, b = {1: "a", 2: "b"}, {2: "B", 3: "C"}
print(a | b, b | a, a, a.__or__(5), a.__ror__(b))
c = a
c |= b
c |= [(9, "nine")]
print(a, a is c)
r = {}
r["self"] = r
r["list"] = [r]
print(r, len(r), str({"q": "'", 'd': '"', 1: b"x", 2: 1.0}), repr({"é": "\n"}), f"{ {1: 2} }", {(): [], None: None})
keys = [0, 0.0, False, 1, True, 1.0, "1", b"1", (1,), 2 ** 70, float(2 ** 70), 1 + 0j]
d = {}
for i, key in enumerate(keys):
    d[key] = i
print(d)
print(list(d.keys()), list(d.values()), list(d.items()), sorted({3: 1, 1: 2}), max({"a": 1, "c": 0}), sum({1: 2, 3: 4}), [k for k in {5: 6}], {k: v for v, k in enumerate("abc")}, list(reversed({1: 2, 3: 4})), dict(reversed({1: 2, 3: 4}.items())), list(reversed({1: 2, 3: 4}.values())), min({2: 0, 1: 5}, key=lambda k: k), any({0: 1}), all({1: 0}))
print({}.__len__(), {1: 2}.__contains__(1), {1: 2}.__getitem__(1), {1: 2}.__eq__([]), dict.get({1: 2}, 1), dict.__name__, {1: 2}.__iter__().__length_hint__(), {"a": 1}.__class__, isinstance({}, dict), type({} | {}).__name__)
big = {}
for i in range(5000):
    big[i * 7919 % 10007] = i
for i in range(0, 5000, 2):
    del big[i * 7919 % 10007]
print(len(big), list(big)[:5], big[7919], sum(big), sum(big.values()), list(big.items())[-1])
for i in range(0, 5000, 2):
    big[i * 7919 % 10007] = -i
print(len(big), list(big)[2500:2503], sum(big.values()))
