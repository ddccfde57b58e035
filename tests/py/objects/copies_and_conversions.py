# Constructors as conversions between built-in types, copies that are equal but separate, sharing of contents, subclasses.
values = [0, 1, -5, 2.5, True, "7", "abc", b"ab", [1, 2], (3, 4), {5: 6}, {7}, frozenset([8]), range(3), None, 1j, bytearray(b"x")]
for kind in (int, float, str, bool, list, tuple, set, frozenset, dict, bytes, complex, bytearray):
    row = []
    for value in values:
        try:
            result = kind(value)
            row.append(repr(result) if kind not in (set, frozenset) or len(result) < 2 else len(result))
        except Exception as error:
            row.append(type(error).__name__)
    print(kind.__name__, *row)
for original in ([1, [2]], {"k": [1]}, {1, 2}, bytearray(b"ab")):
    copy = original.copy()
    again = type(original)(original)
    print(copy == original, copy is original, again == original, again is original, original == type(original)(copy))
for original in ((1, 2), "text", 5, 1.5, b"bytes", frozenset([1]), None, True):
    print(type(original).__name__, type(original)(original) == original if original is not None else "-")
nested = [[1], [2]]
shallow = nested[:]
shallow[0].append("shared")
shallow.append("own")
print(nested, shallow, nested[0] is shallow[0], [*nested] == nested, list(nested) is nested)
d = {"a": [1]}
e = {**d}
e["a"].append(2)
e["b"] = 1
print(d, e, dict(d) == d, d | {} == d, dict(d.items()) == d, {k: v for k, v in d.items()} == d, dict(zip(d, d.values())) == d)


class L(list):
    pass


class D(dict):
    pass


class S(str):
    pass


l, dd, s = L([1, 2]), D(a=1), S("s")
l.note = dd.note = s.note = "n"
print(type(l.copy()).__name__, type(l[:]).__name__, type(l + l).__name__, type(l * 2).__name__, type(dd.copy()).__name__, type(dd | {}).__name__, type(s + "").__name__, type(s[:]).__name__, type(s * 1).__name__, type(s.upper()).__name__, type(str(s)).__name__, type(list(l)).__name__, type(dict(dd)).__name__)
print(l == [1, 2], [1, 2] == l, dd == {"a": 1}, s == "s", hash(s) == hash("s"), {s: 1}["s"], l.note, sorted(L([2, 1])), isinstance(l, list), L("ab"), D([("k", 1)]), S(5), S(b"x", "ascii"), repr(L()), repr(D()), repr(S("q")))
chain = list(str(int(float("12.0")) + int(True)))
print(chain, int("".join(chain)), tuple(sorted(set("banana"))), "".join(sorted("banana", reverse=True)), list(map(int, "1 2 3".split())), dict(enumerate("ab")), set(dict(a=1)), list({"x": 1}.items()), sum(map(ord, "ab")), bytes(map(ord, "ab")), str(bytes("é", "utf-8"), "utf-8"), [*"ab", *(1, 2), *{3: 4}], bool(int("0")), float("1e3") == int("1000"), complex("1+2j").real, str(1.0), str(10 ** 20), int(1e15), round(float("2.675"), 2))
