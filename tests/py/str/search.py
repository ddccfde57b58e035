# find, rfind, index, rindex, count, startswith, endswith, in: empty needles, bounds, overlaps, wide characters, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


s = "abracadabra"
print(s.find("a"), s.find("abra"), s.find("abra", 1), s.find("x"), s.find("a", 5), s.find("a", -1), s.find("a", 100), s.find("abra", 0, 4), s.find("abra", 0, 3), s.find("a", None, None), s.find("a", 1, None))
print(s.rfind("a"), s.rfind("abra"), s.rfind("abra", 0, 10), s.rfind("x"), s.rfind("a", 0, -1), s.rfind("a", 20), s.rfind("b", 3, 9))
print(s.index("c"), s.rindex("b"), s.index("a", 1), s.count("a"), s.count("abra"), s.count("x"), s.count("a", 1), s.count("a", 1, -1), "aaaa".count("aa"), "aaaaa".count("aa"))
print("".find(""), "abc".find(""), "abc".find("", 3), "abc".find("", 4), "abc".rfind(""), "abc".rfind("", 0, 2), "abc".rfind("", 4), "abc".count(""), "".count(""), "abc".count("", 1), "abc".count("", 3), "abc".count("", 4), "abc".index("", 2))
show(lambda: s.index("x"))
show(lambda: s.rindex("abra", 1, 5))
show(lambda: s.find(1))
show(lambda: s.find())
show(lambda: s.find("a", "b"))
show(lambda: s.find("a", 1.0))
show(lambda: s.count(None))
show(lambda: s.index("a", 1, 2, 3))
print("a" in s, "abra" in s, "" in s, "" in "", "x" in s, "abracadabra" in s, "abracadabraa" in s, "A" in s, "x" not in s)
show(lambda: 1 in s)
show(lambda: None in s)
show(lambda: b"a" in s)
print(s.startswith("abra"), s.startswith("bra"), s.startswith("bra", 1), s.startswith(""), s.startswith("", 11), s.startswith("", 12), s.startswith(("x", "ab")), s.startswith(()), s.startswith("a", -4), s.startswith("abra", 0, 3), "".startswith(""))
print(s.endswith("bra"), s.endswith("abr"), s.endswith("abr", 0, -1), s.endswith(""), s.endswith(("x", "a")), s.endswith(("x", "y")), s.endswith("cad", 0, 7), s.endswith("", 12), s.endswith(s), s.endswith(s + "a"))
show(lambda: s.startswith(1))
show(lambda: s.endswith(["a"]))
show(lambda: s.startswith(("a", 1)))
show(lambda: s.startswith(("x", 1)))
show(lambda: s.endswith(b"a"))
wide = "grün\u20ac\U0001f986\U0001f986ende\u20ac"
print(len(wide), wide.find("\u20ac"), wide.rfind("\u20ac"), wide.find("\U0001f986"), wide.count("\U0001f986"), wide.index("ende"), wide.find("\U0001f986e"), wide.endswith("\u20ac"), "ü" in wide, "u" in wide, "\ud83e" in wide, wide.startswith("gr\xfc"), wide[4:7].count(""))
print("aXbXc".find("X" * 1), ("ab" * 500 + "c").find("bc"), ("ab" * 500 + "c").rfind("abab"), ("a" * 1000 + "b").find("a" * 500 + "b"), ("a" * 1000).count("a" * 7), ("\u0100" * 100 + "a").find("a"), "mississippi".find("issip"), "mississippi".rfind("iss"), "needle in a haystack with a needle".rindex("needle"))
print("ab\0cd\0".find("\0"), "ab\0cd\0".rfind("\0"), "ab\0cd\0".count("\0"), "\0" in "abc", "a\0" in "a\0b", len("\0\0"), "\0" < "\1")
print([i for i in range(len(s)) if s.startswith("a", i)], [s.find("a", i) for i in range(len(s) + 2)], [s.rfind("a", 0, i) for i in range(len(s) + 1)])
print("abc".removeprefix("ab"), "abc".removeprefix("b"), "abc".removesuffix("bc"), "abc".removesuffix("ab"), "abc".removesuffix(""), "aaa".removeprefix("a"), "a".removeprefix("abc"), repr("a".removesuffix("a")))
show(lambda: "abc".removeprefix(("a",)))
show(lambda: "abc".removesuffix(1))
