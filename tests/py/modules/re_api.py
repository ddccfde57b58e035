# Everything about patterns and matches but matching: attributes, arguments, errors, texts.
import _sre
import copy
import re
import weakref


def show(f, *args, **kwargs):
    try:
        print(ascii(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__ + ":", ascii(str(e)))


print(_sre.MAGIC, _sre.CODESIZE, _sre.MAXREPEAT, _sre.MAXGROUPS, _sre.getcodesize())
for f in (_sre.ascii_iscased, _sre.unicode_iscased, _sre.ascii_tolower, _sre.unicode_tolower):
    for c in (-1, 0, 65, 97, 0xDF, 0x130, 0x212A, 0x10FFFF, 0x110000, 2**31 - 1, 2**31, 2**70, "a", 1.5, True):
        show(f, c)
empty, ab, named = re.compile(""), re.compile("(a)(b)?"), re.compile(r"(?P<x>\w)(?P<y>\d)?(z)?")
for p in (empty, ab, named, re.compile(b"a", re.I | re.L), re.compile("a" * 300), re.compile("\xe9\n'", re.M | re.S | re.X), re.compile("a", re.A | re.DEBUG)):
    print(ascii(p), p.flags, p.groups, dict(p.groupindex), ascii(p.pattern[:20]))
print(type(named.groupindex), type(empty.groupindex), empty == re.compile(""), hash(empty) == hash(re.compile("")), empty == re.compile("", re.I), empty == 1, empty != ab)
show(lambda: empty < empty)
show(lambda: copy.copy(named) is named and copy.deepcopy(named) is named)
print(weakref.ref(named)() is named, re.Pattern[str], re.Match[bytes], re.Pattern.__name__, re.Pattern.__qualname__, re.Match.__module__)
for f in (lambda: re.Pattern(), lambda: re.Match(), lambda: type("X", (re.Pattern,), {}), lambda: weakref.ref(ab.match("a")), lambda: setattr(ab, "flags", 1), lambda: setattr(ab, "x", 1),
          lambda: ab.foo, lambda: named.groupindex.update(a=1), lambda: delattr(ab, "pattern")):
    show(f)

# arguments
for f in (ab.match, ab.fullmatch, ab.search, ab.findall, ab.finditer, ab.scanner):
    show(f)
    show(f, 1)
    show(f, b"a")
    show(f, "a", None)
    show(f, "a", 2**70)
    show(f, "a", 1.5)
    show(f, "a", 1, 2, 3)
    show(f, "a", where=3)
    show(lambda: type(f(string="xab", pos=1, endpos=2)))
for text in ("abab", "", "ab"):
    for pos in (-5, 0, 1, 3, 9):
        for end in (-5, 0, 1, 2, 9):
            print(text, pos, end, ab.findall(text, pos, end), ab.search(text, pos, end), empty.match(text, pos, end), empty.fullmatch(text, pos, end), empty.search(text, pos, end))
for f in (ab.sub, ab.subn):
    show(f)
    show(f, "x")
    show(f, "x", 1)
    show(f, b"x", "a")
    show(f, 5, "a")
    show(f, None, "a")
    show(f, "x", "a", None)
    show(f, "x", "abab", 1)
    show(f, "x", "abab", -1)
    show(f, count=1, string="aa", repl="-")
    show(f, lambda m: 5, "xax")
    show(f, lambda m: b"y", "xax")
    show(f, lambda m: None, "xax")
    show(f, lambda m: 1 / 0, "xax")
    show(f, r"\2<\g<1>\g<0>\n>", "xabax")
    show(f, r"\3", "a")
    show(f, r"\g<z>", "a")
    show(f, "\\", "a")
show(ab.split, "xaby", maxsplit=1)
show(ab.split, "xaby", 1, 2)
show(re.sub, b"a", "x", b"bab")
show(re.sub, b"a", lambda m: "x", b"bab")
show(re.sub, b"a", bytearray(b"xy"), b"bab")
show(re.sub, b"a", rb"[\g<0>]", memoryview(b"bab"))
show(re.match, "a", b"a")
show(re.match, b"a", "a")
show(re.match, b"a", memoryview(b"aXbX")[::2])
show(re.compile, 5)
show(re.compile, ab, re.I)
for bad in ("(", ")", "[", "a{2,1}", "*a", "a**", "(?P<x", "(?P<1>a)", "(?P<x>a)(?P<x>b)", "(?P=y)", r"\1", "(?<=a*)b", "(?(2)a)", "[z-a]", "\\", r"\q", "(?z)", "a{1}{2}", "x(?i)", "(?<n>a)",
            "(?i", "(?#", r"[\d-x]", "a{4294967296}", r"\u12", "(?a)(?u)x", "(?P>x)", "(?-u:a)"):
    show(re.compile, bad)
for code in ([], [1], [1, 2, 3], [-1], [2**32], ["a"], [1.0], [99, 1], [16, 97], [16, 97, 1], [6, 99, 1], [7, 9, 1], [13, 3, 0, 0, 1], [24, 5, 0, 1, 16, 97, 1], [23, 4, 1, 0, 18, 1],
             [10, 0, 1], [11, 0, 2, 1], [13, 2, 21, 0, 1], [4, 3, 0, 1, 1], [15, 1, 1], [26, 2, 1, 1], (1,), None):
    show(lambda: _sre.compile("a", 0, code, 0, {}, ()).match("a"))
show(_sre.compile, "a", 0, [1], -1, {}, ())
show(_sre.compile, "a", 2**40, [1], 0, {}, ())
show(_sre.compile, 1, 0, [1], 0, {}, ())
show(lambda: _sre.compile(None, 0, [1], 0, {}, ()).match(b"a"))
show(lambda: _sre.compile(None, 0, [1], 0, {}, ()).match("a"))

# matches
m = named.search("-q7")
print(m, m.string, m.re is named, m.pos, m.endpos, m.lastindex, m.lastgroup, m.regs, m.regs is m.regs, bool(m))
show(lambda: copy.copy(m) is m and copy.deepcopy(m) is m)
print(m.group(), m.group(0), m.group(1, "y", 3), m["x"], m[2], m.groups(), m.groups("none"), m.groupdict(), m.groupdict(default=5), m.span(), m.span("x"), m.start(3), m.end("y"))
for bad in (4, -1, 2**80, -(2**80), "z", None, 1.5, [], True, b"x"):
    for f in (m.group, m.start, m.end, m.span, m.__getitem__, lambda i: m.group(0, i), ab.match("a").group):
        show(f, bad)
show(m.groups, 1, 2)
show(m.groups, x=1)
show(m.span, 1, 2)
show(m.start, group=1)
show(m.expand, r"\g<x>-\2-\3-\g<0>")
show(m.expand, r"\g<9>")
show(m.expand, 5)
for f in (lambda: m.foo, lambda: setattr(m, "pos", 1), lambda: setattr(m, "x", 1)):
    show(f)
print(ab.match("ab").lastindex, ab.match("a").lastindex, empty.match("").lastindex, re.match("(a)((b))", "ab").lastindex, re.match("(?:(a)|(?P<n>b))*", "ab").lastgroup)


class S(str):
    pass


class B(bytes):
    pass


for text in (S("abc"), B(b"abc"), bytearray(b"abc"), memoryview(b"abc")):
    p = re.compile("b" if isinstance(text, str) else b"b")
    whole = re.compile("(?s).*" if isinstance(text, str) else b"(?s).*")
    found = (p.search(text).group(), whole.match(text).group(), p.findall(text)[0], p.split(text)[0], p.sub(text[:0], text), re.sub(p, lambda m: m.group(), text), whole.sub("" if isinstance(text, str) else b"", text))
    print([(type(x).__name__, ascii(x)) for x in found], type(p.search(text).string).__name__)
array = bytearray(b"aab")
show(re.sub, b"a", lambda m: array.append(1) or b"x", array)
m = re.compile(b"b+").search(bytearray(b"abbb"))
m.string[:] = b"xy"
print(m.group(), m.span(), repr(m))

# iterators and scanners
it = ab.finditer("xaby")
print(type(it).__name__, [x.span() for x in it], list(it), type(ab.scanner("")).__name__)
scanner = ab.scanner("abaxab")
print(scanner.pattern is ab, [s() and s().span() for s in [scanner.match] * 3], scanner.search(), scanner.match())
scanner = re.compile("x*").scanner("axxb", 1, 4)
print([m and m.span() for m in [scanner.search() for _ in range(5)]])
lexer = re.Scanner([(r"\d+", lambda s, t: int(t)), (r"[a-z]+", lambda s, t: t), (r"\s+", None), (r"(\+)(\+)?", lambda s, t: s.match.groups())])
print(lexer.scan("12 ab ++ 3+"))
print(re.escape("a.b*c\n-\xe9"), re.split(r"(-)|(,)", "a-b,c"), re.purge())
print(re.template.__name__, re.RegexFlag(10), re.I | re.M, re.error("m", "ab\nc", 3), re.error("m").pos)
