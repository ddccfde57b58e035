# split, rsplit, splitlines, partition, rpartition, join, expandtabs: limits, empty pieces, white space of every kind.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


for text in ("", " ", "a", " a ", "a b c", "  a   b\tc\nd ", "a,b,,c,", ",", "a", "one  two", "\x1c\x1da\x85b\xa0c\u2003d"):
    print(repr(text), text.split(), text.split(None, 1), text.rsplit(None, 1), text.split(","), text.split(" "), text.split(",", 1), text.rsplit(",", 1), text.split(None, 0), text.split(",", 0))
print("a--b--c".split("--"), "a--b--c".split("--", 1), "a--b--c".rsplit("--", 1), "aaaa".split("aa"), "aaaaa".rsplit("aa"), "abc".split("abc"), "1<>2<>3".split(sep="<>", maxsplit=1), "  x y ".split(maxsplit=1), "  x y z ".rsplit(maxsplit=1), "a b".split(None, -1), "a b c".split(" ", -5))
show(lambda: "a".split(""))
show(lambda: "a".rsplit(""))
show(lambda: "a".split(1))
show(lambda: "a".split(None, None))
show(lambda: "a".split(b","))
show(lambda: "a".split(",", "1"))
for text in ("", "a", "a\n", "a\nb", "a\r\nb\rc\n\nd", "\n", "\r\n\r\n", "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "x\n\ry"):
    print(repr(text), text.splitlines(), text.splitlines(True), text.splitlines(keepends=False) == text.splitlines())
print("a=b=c".partition("="), "a=b=c".rpartition("="), "abc".partition("="), "abc".rpartition("="), "=".partition("="), "a::b".partition("::"), "".partition("x"), "ab".partition("ab"))
show(lambda: "a".partition(""))
show(lambda: "a".partition(1))
show(lambda: "a".rpartition())
print(",".join([]), ",".join(["a"]), ",".join(["a", "b"]), "".join(["x", "y"]), "-".join("abc"), ", ".join({"k": 1, "l": 2}), "".join(("é", "\u20ac", "\U0001f986", "a")), " ".join(str(i) for i in range(5)), "ab".join(["", "", ""]))
show(lambda: ",".join([1]))
show(lambda: ",".join(["a", None]))
show(lambda: ",".join(["a", "b", 3.5, "c"]))
show(lambda: ",".join(5))
show(lambda: ",".join(["a", b"b"]))
show(lambda: ",".join())
show(lambda: ",".join("a", "b"))
long = ["w" * (i % 7) for i in range(1000)]
assert "|".join(long).split("|") == long
assert "".join(long) == "w" * sum(map(len, long))
text = "The quick  brown\tfox\njumps"
assert " ".join(text.split()) == "The quick brown fox jumps"
print(text.split(" "), len("x".join(long)))
for tabs in ("a\tb", "\t", "ab\tc\td", "12345678\tx", "a\nb\tc", "a\r\tb", "\t\t1", "\u20ac\tb"):
    print(repr(tabs.expandtabs()), repr(tabs.expandtabs(4)), repr(tabs.expandtabs(1)), repr(tabs.expandtabs(0)), repr(tabs.expandtabs(tabsize=-3)))
show(lambda: "a\tb".expandtabs("4"))


class S(str):
    pass


print(type(S(",").join(["a"])).__name__, type(S("a,b").split(",")[0]).__name__, type("".join([S("x")])).__name__, S("a b").partition(" "), S("x").splitlines())
print("a\u3000b\u1680c".split(), "a\u200bb".split(), "a\u00a0b".split(), "\ufeffa b".split(), "a\x1fb".split(), "x\x00y z".split())
generator = (word.upper() for word in "many words here".split())
print("+".join(generator), "+".join(generator))
