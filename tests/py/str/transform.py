# strip family, replace, justify, zfill, translate, maketrans, case methods on ASCII; results share nothing odd.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


for text in ("  a b  ", "\t\nx\r\n", "xxhixx", "", "   ", "\u2003\xa0e\u2003", "abcba", "nothing"):
    print([text.strip(), text.lstrip(), text.rstrip(), text.strip("x"), text.lstrip("ax"), text.rstrip("xg"), text.strip("abc"), text.strip(""), text.strip(None), text.strip(" \t")])
show(lambda: "a".strip(1))
show(lambda: "a".strip("a", "b"))
show(lambda: "a".strip(b"a"))
for args in (("a", "b"), ("a", ""), ("", "-"), ("abra", "X"), ("a", "aa"), ("x", "y"), ("a", "b", 2), ("a", "b", 0), ("a", "b", -1), ("", "-", 3), ("abracadabra", ""), ("a", "\u20ac"), ("bra", "\U0001f986")):
    print(args, repr("abracadabra".replace(*args)), repr("".replace(*args)))
print("".replace("", "x"), "".replace("", "x", 0), "aaa".replace("aa", "b"), "\u20aca\u20ac".replace("\u20ac", "e"), "a\U0001f986".replace("\U0001f986", ""), ("ab" * 300).replace("b", "bb").count("b"), ("x" * 100).replace("x", "yz", 50))
show(lambda: "a".replace("a"))
show(lambda: "a".replace("a", 1))
show(lambda: "a".replace(1, "a"))
show(lambda: "a".replace("a", "b", "c"))
show(lambda: "a".replace("a", "b", count=1))
for text in ("", "a", "ab", "abc"):
    print([text.ljust(5), text.rjust(5), text.center(5), text.center(4), text.center(6, "*"), text.ljust(5, "."), text.rjust(2, "\u20ac"), text.rjust(-1), text.zfill(4), text.center(5, "\U0001f986")])
print("5".zfill(3), "-5".zfill(4), "+5".zfill(4), "--5".zfill(5), "".zfill(2), "+".zfill(3), "abc".zfill(2), "-\u0665".zfill(5), "x".zfill(-1))
show(lambda: "a".ljust(5, "ab"))
show(lambda: "a".center(5, ""))
show(lambda: "a".rjust("5"))
show(lambda: "a".ljust(5, 1))
show(lambda: "a".zfill())
table = str.maketrans("abc", "xyz", "d")
print(table, "aabbccdd e".translate(table), "abc".translate({97: None, 98: "BB", 99: 0x20ac}), "abc".translate({}), "abc".translate(["x"] * 200), "\x00\x01".translate("yz"))
print(str.maketrans({"a": 1, 98: "q", "c": None}), str.maketrans("", ""), "grün".translate({ord("ü"): "ue"}), "\U0001f986!".translate({0x1f986: "duck"}))


class Table:
    def __getitem__(self, key):
        if key == 97:
            raise LookupError
        if key == 98:
            raise KeyError(key)
        return chr(key + 1)


print("abcd".translate(Table()))
show(lambda: str.maketrans("ab", "x"))
show(lambda: str.maketrans("a"))
show(lambda: str.maketrans({"ab": 1}))
show(lambda: str.maketrans("a", "b", 1))
show(lambda: str.maketrans(1, 2))
show(lambda: "a".translate({97: 0x110000}))
show(lambda: "a".translate({97: 1.5}))
show(lambda: "a".translate(5))
print("hello World".capitalize(), "hello world".title(), "they're bill's".title(), "x1y a1b2c".title(), "Hello".swapcase(), "HELLO".lower(), "hello".upper(), "HeLLo".casefold(), "".title(), "a".upper(), "123".upper(), "hELLO wORLD".capitalize())
print("a" * 3, 3 * "ab", "x" * 0, "x" * -5, "" * 100, "ab" * True, "a" + "b" + "", "a" "b" 'c', ("x" * 10000).count("x"))
show(lambda: "a" * 1.0)
show(lambda: "a" * "b")
show(lambda: "a" + 1)
show(lambda: 1 + "a")
show(lambda: "a" + b"b")
show(lambda: "a" - "a")
show(lambda: -"a")
show(lambda: "a" % 1)
s = "x"
for i in range(5):
    s += str(i)
s *= 2
print(s, s.__add__("y"), s.__mul__(0) == "", "b".__rmul__(3), "a".__contains__("a"), "abc".__getitem__(1), "a".__len__())
