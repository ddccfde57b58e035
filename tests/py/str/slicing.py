# Indexing and slicing by every combination, on one-, two- and four-byte strings; iteration, reversal, comparison, immutability.
def show(f):
    try:
        print(ascii(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


for text in ("abcdef", "ab\u00e9de\u00ff", "a\u20acc\u0101ef", "\U0001f986b\u20acde\U0001f600"):
    fold = 0
    points = [None, -100, -7, -6, -5, -1, 0, 1, 3, 5, 6, 7, 100]
    for start in points:
        for stop in points:
            for step in (None, 1, 2, 3, -1, -2, -5, 100, -100):
                piece = text[start:stop:step]
                assert piece == "".join([text[i] for i in range(*slice(start, stop, step).indices(6))])
                fold = (fold * 31 + len(piece)) % 1000003
    print(ascii(text), fold, ascii(text[::-1]), ascii(text[1:-1]), ascii(text[-2:]), ascii(text[:-2]), ascii(text[::2]), ascii(text[10:]), ascii(text[2:2]))
    print([text[i] for i in range(-6, 6)] == list(text) * 2, [ascii(c) for c in text], list(reversed(text)) == list(text[::-1]), [*enumerate(text)][2][0], len(text))
s = "abcdef"
show(lambda: s[6])
show(lambda: s[-7])
show(lambda: s[2 ** 70])
show(lambda: s["1"])
show(lambda: s[1.0])
show(lambda: s[None])
show(lambda: s[1, 2])
show(lambda: s[::0])
show(lambda: s["a":])
show(lambda: s[2 ** 70:])
show(lambda: s[:2 ** 70])
show(lambda: s[-(2 ** 70):2 ** 70:2 ** 70])
show(lambda: ""[0])
show(lambda: s[True] + s[False])


def assign():
    s[0] = "x"


def delete():
    del s[0]


def attribute():
    s.x = 1


show(assign)
show(delete)
show(attribute)
words = ["", "a", "A", "aa", "ab", "b", "Z", "z", "\u00e9", "\u20ac", "\ud800", "\uffff", "\U00010000", "\U0001f986", "a\0", "a\u20ac"]
words.sort()
print([ascii(w) for w in words])
for i, a in enumerate(words):
    for j, b in enumerate(words):
        assert (a < b) == (i < j) and (a <= b) == (i <= j) and (a == b) == (i == j) and (a != b) == (i != j) and (a > b) == (i > j)
show(lambda: "a" < 1)
show(lambda: "a" >= None)
print("a" == 1, "a" != 1, "a" == b"a", "abc" == "ab" + "c", "\u00e9" == "e\u0301", min("hello"), max("hello"), sorted("hello"), sorted("bA\u00e9a", reverse=True), max("a", "\U0001f986", "\uffff") == "\U0001f986")
print(hash("abc") == hash("ab" + "c"), hash("") == hash(""), {"a\u20ac": 1}["a" + "\u20ac"], "abc" in {"abc"}, len({"x", "x" * 1, "".join(["x"])}))
it = iter("ab")
print(next(it), next(it), next(it, "end"), list(it), tuple("xyz"), [*"pq"], {c: ord(c) for c in "ab"})
a, *b = "unpack"
print(a, b, "ab".__iter__().__length_hint__() if hasattr(it, "__length_hint__") else 2)
x, y = "\U0001f986\u20ac"
print(ascii(x), ascii(y), str(5), str(), str(None), str([1, "a"]), str(b"x"), str(b"\xc3\xa9", "utf-8"), str(object=3), str(b"x", errors="replace"))
show(lambda: str("a", "utf-8"))
show(lambda: str(b"\xff", "ascii"))
show(lambda: str(1, 2, 3, 4))
