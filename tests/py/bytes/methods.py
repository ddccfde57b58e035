# bytes: construction, methods shared with str, indexing, repr, comparison, hex, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print(bytes(), bytes(3), bytes([1, 2, 255]), bytes((65, 66)), bytes(b"abc"), bytes("é", "utf-8"), bytes("a", "ascii", "strict"), bytes(range(5)), bytes(bytearray(b"x")), bytes(iter([7])), bytes({65: 1}), bytes(True))
for f in (lambda: bytes(-1), lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes(["a"]), lambda: bytes("a"), lambda: bytes(1.5), lambda: bytes(None), lambda: bytes([1.0]), lambda: bytes(b"a", "utf-8"), lambda: bytes("a", "nope"), lambda: bytes(1, 2), lambda: bytes(2 ** 100), lambda: bytes("é", "ascii"), lambda: bytes(encoding="ascii"), lambda: bytes(object())):
    show(f)
b = b"hello world"
print(b[0], b[-1], b[1:4], b[::-1], b[::3], b[20:], len(b), list(b[:3]), b"o" in b, 111 in b, b"" in b, b + b"!", b * 2, 2 * b"ab", b"" * 5, b == b"hello world", b == "hello world", b < b"help", b"a" < b"b" < b"ba", max(b), min(b), sorted(b"cab"))
for f in (lambda: b[100], lambda: b["a"], lambda: "a" in b, lambda: 256 in b, lambda: b + "a", lambda: b < "a", lambda: b * 1.5, lambda: b + 1, lambda: b"a".join(["b"]), lambda: b"a".join([b"b", 1]), lambda: b.find("a"), lambda: b.find(256), lambda: b.index(b"z"), lambda: b.replace("a", "b"), lambda: b.split("a"), lambda: b.split(b""), lambda: b.startswith("h"), lambda: b.strip("h")):
    show(f)
print(b.find(b"o"), b.find(111), b.rfind(b"o"), b.index(b"w"), b.rindex(b"l"), b.count(b"l"), b.count(108), b.find(b"o", 5), b.find(b"x"), b.count(b""), b.startswith(b"he"), b.startswith((b"x", b"h")), b.endswith(b"ld"), b.startswith(b"w", 6))
print(b.split(), b.split(b"o"), b.split(b"o", 1), b.rsplit(b"o", 1), b"a,b,,c".split(b","), b"  x \t y ".split(), b.partition(b" "), b.rpartition(b"l"), b.partition(b"z"), b"a\nb\r\nc".splitlines(), b"a\x85b\x1cc".splitlines(), b"a\nb".splitlines(True), b", ".join([b"a", bytearray(b"b"), memoryview(b"c")]))
print(b.upper(), b.title(), b.capitalize(), b"AbC".swapcase(), b"ABC".lower(), b"\xe9".upper(), b.replace(b"l", b"L"), b.replace(b"l", b"", 1), b"abc".replace(b"", b"-"), b"  a ".strip(), b"xxaxx".strip(b"x"), b"abc".lstrip(b"ba"), b"abc".rstrip(b"c"), b"a".center(5, b"*"), b"a".ljust(3) + b"|", b"a".rjust(3, b"."), b"-5".zfill(4), b"a\tb".expandtabs(4), b"prefix".removeprefix(b"pre"), b"prefix".removesuffix(b"fix"))
for name in ("isalnum", "isalpha", "isascii", "isdigit", "islower", "isspace", "istitle", "isupper"):
    print(name, [int(getattr(x, name)()) for x in (b"", b"a", b"A1", b"12", b" \n", b"Ab Cd", b"AB", b"\xe9", b"a b", b"\x0b")])
print(b"abc".translate(bytes(range(256))[::-1]), b"abc".translate(None, b"b"), b"abc".translate(bytes.maketrans(b"ab", b"xy"), b"c"), bytes.maketrans(b"a", b"b")[97], len(bytes.maketrans(b"", b"")))
show(lambda: b"a".translate(b"x"))
show(lambda: bytes.maketrans(b"a", b"bc"))
print(b"\x00\xff\x10".hex(), b"\x01\x02\x03\x04".hex("-"), b"\x01\x02\x03\x04\x05".hex(":", 2), b"\x01\x02\x03\x04\x05".hex("_", -2), bytes.fromhex("00ff 10"), bytes.fromhex(""), bytes.fromhex("Ab cD"), b"".hex())
for f in (lambda: bytes.fromhex("0"), lambda: bytes.fromhex("zz"), lambda: bytes.fromhex("00 f"), lambda: bytes.fromhex(b"00"), lambda: b"ab".hex("--"), lambda: b"ab".hex("é")):
    show(f)
print(b"'", b'"', b"'\"", b"\\", b"\t\n\r\x00\x7f\x80\xff", b"a" b"b", rb"\x", bytes(range(32, 127)), str(b"x"), repr(b""), f"{b'q'}", ascii(b"\xe9"), b"\101\x41", b"%")
print(b"%s|%b|%d|%5d|%-5d|%x|%c|%c|%r|%a|%.2f|%5s|%%" % (b"s", b"b", 1, 2, 3, 255, 65, b"B", "r", "a", 1.5, b"x"), b"%(k)s" % {b"k": b"v"}, b"%s" % bytearray(b"q"))
for f in (lambda: b"%s" % "a", lambda: b"%d" % "a", lambda: b"%c" % 256, lambda: b"%s %s" % b"a", lambda: b"%z" % 1, lambda: b"%b" % 5, lambda: b"a".format()):
    show(f)
print(hash(b"abc") == hash(bytes([97, 98, 99])), {b"k": 1}[b"k"], [x for x in b"ab"], tuple(reversed(b"abc")), dict.fromkeys(b"aab"), b"abc".__contains__(98), bytes.__len__(b"abc"), sum(b"abc"), bytes(x ^ 0x20 for x in b"Duck"), b"".join(bytes([x]) for x in range(3)), isinstance(b"", bytes), b"a".isascii())


class WithBytes:
    def __bytes__(self):
        return b"from method"


class BadBytes:
    def __bytes__(self):
        return "text"


class Sub(bytes):
    pass


show(lambda: bytes(WithBytes()))
show(lambda: bytes(BadBytes()))
s = Sub(b"abc")
print(s, type(s[:]).__name__, type(s + b"").__name__, s == b"abc", s.upper(), Sub.fromhex("41"), type(Sub.fromhex("41")).__name__)


def assign():
    b[0] = 1


show(assign)
