#!/usr/bin/env python3.11
"""Tables of what CPython 3.11 answers to thousands of operations on str and bytes; the unit tests run it and compare.

A row is   receiver <tab> operation <tab> arguments (a tuple) <tab> what happens
The last is ascii() of the result, or !ExceptionName: message.  All parts are literals, so the test can read them without a compiler.
Usage: python3.11 text_tables.py NAME; names: see TABLES at the end.
"""
import operator
import sys

OPERATORS = {
    "+": operator.add, "*": operator.mul, "%": operator.mod, "[]": operator.getitem, "in": operator.contains,
    "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge,
    "len": len, "repr": repr, "str": str, "list": list, "ascii": ascii, "bool": bool, "bytes": bytes, "@format": format,
    "hex": hex, "oct": oct, "bin": bin, "chr": chr, "ord": ord, "bytearray": bytearray,
}

def literal(v):
    if type(v) is slice:
        return "slice(%s, %s, %s)" % tuple(map(literal, (v.start, v.stop, v.step)))
    if type(v) is tuple:
        return "(" + "".join(literal(x) + "," for x in v) + ")"
    if type(v) is list:
        return "[" + ",".join(map(literal, v)) + "]"
    if type(v) is dict:
        return "{" + ",".join(literal(k) + ":" + literal(x) for k, x in v.items()) + "}"
    if type(v) is memoryview:
        return "memoryview(" + literal(v.obj) + ")"
    return ascii(v)

def fresh(v):  # operations may change a bytearray
    if type(v) is bytearray: return bytearray(v)
    if type(v) is memoryview: return memoryview(fresh(v.obj))
    return v

def row(receiver, operation, *args):
    shown, shown_args = literal(receiver), literal(args)
    receiver = fresh(receiver)
    try:
        if operation in OPERATORS:
            result = OPERATORS[operation](receiver, *args)
        else:
            result = getattr(receiver, operation)(*args)
        text = ascii(result)
        if operation.startswith("is") or operation in ("startswith",): assert type(result) is bool
        if type(receiver) is bytearray: text += " " + ascii(receiver)
    except Exception as e:
        text = "!" + type(e).__name__ + ": " + ascii(str(e))[1:-1]
    return "\t".join((shown, operation, shown_args, text))

STRS = ["", "a", "abc", "Hello World", "  spaced\tout \n", "aXbXc", "XX", "aaaa", "\xe9t\xe9", "stra\xdfe", "\u0130\u0131 \ufb01x", "\u03a3\u03c3\u03a3",
        "\U0001f600 smile\U0001f600", "\u65e5\u672c\u8a9e", "one,two,,three,", "a\rb\r\nc\x0bd\u2028e\x85f", "\u0660\u0661\u00b2\u2460", "Title Case It's", "\x00\x7f\x80",
        "tab\ttab\t\ttab", "+42", "-0", "'quote\"", "\ud800x", "\u01c4 \u01c5 \u01c6", "abcabcabcabd" * 3]

def str_rows():
    bare = ("capitalize casefold lower upper swapcase title isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable "
            "isspace istitle isupper strip lstrip rstrip split rsplit splitlines expandtabs __getnewargs__").split()
    for s in STRS:
        for m in bare: yield row(s, m)
        for op in ("len", "repr", "str", "list", "ascii", "bool"): yield row(s, op)
        for sep in [" ", "X", ",", "a", "", "ab", "\u672c", "\xe9", None, 1, b"x"]:
            yield row(s, "split", sep); yield row(s, "rsplit", sep)
            yield row(s, "split", sep, 1); yield row(s, "rsplit", sep, 1); yield row(s, "split", sep, 0); yield row(s, "rsplit", sep, 2)
            yield row(s, "partition", sep); yield row(s, "rpartition", sep)
            for m in ("find", "rfind", "index", "rindex", "count", "startswith", "endswith"):
                yield row(s, m, sep)
                yield row(s, m, sep, 1); yield row(s, m, sep, -3, 3); yield row(s, m, sep, None, -1); yield row(s, m, sep, 100)
            for m in ("removeprefix", "removesuffix", "strip", "lstrip", "rstrip", "in", "+"): yield row(s, m, sep)
            for new in ("", "-", "\u672c\u8a9e", "abc"):
                yield row(s, "replace", sep, new); yield row(s, "replace", sep, new, 1)
            yield row(s, "replace", "a", sep); yield row(s, "==", sep); yield row(s, "<", sep); yield row(s, ">=", sep); yield row(s, "!=", sep)
        for w in (-5, 0, 1, 5, 12, 13):
            for m in ("center", "ljust", "rjust", "zfill"): yield row(s, m, w)
            for m in ("center", "ljust", "rjust"): yield row(s, m, w, "*"); yield row(s, m, w, "\u672c")
        for key in [0, 1, -1, 5, 100, -100, "a", 1.5, None, slice(1, 3, None), slice(None, None, -1), slice(None, None, 2), slice(-3, None, None),
                    slice(5, 1, -2), slice(100, -100, -3), slice(1, 1, None), slice(None, None, 0), slice(None, "a", None), slice(0, 1 << 80, None), 1 << 80]:
            yield row(s, "[]", key)
        for n in (-1, 0, 1, 2, 5): yield row(s, "*", n)
        for t in STRS[:14]: yield row(s, "<", t); yield row(s, "==", t); yield row(s, "+", t); yield row(s, ">", t)
        yield row(s, "splitlines", True); yield row(s, "expandtabs", 4); yield row(s, "expandtabs", 0); yield row(s, "expandtabs", 1); yield row(s, "expandtabs", -1)
        yield row(s, "join", ["1", "2", "\u672c"]); yield row(s, "join", ("x",)); yield row(s, "join", []); yield row(s, "join", "abc")
        yield row(s, "join", {"k": 1, "l": 2}); yield row(s, "join", [1]); yield row(s, "join", ["a", None]); yield row(s, "join", 5)
        yield row(s, "translate", {97: "A", 98: None, 99: 0x672c, 32: "\U0001f600"}); yield row(s, "translate", {97: ""}); yield row(s, "translate", {97: "xyz", 115: 115})
        yield row(s, "translate", {97: 1 << 40}); yield row(s, "translate", {97: 1.5}); yield row(s, "translate", {})
        yield row(s, "translate", "0123456789"); yield row(s, "translate", 5)
        for spec in ("", "10", "<10", ">10", "^11", "*^11", "s", ".2", "6.2s", "d", "=5", "010", "+", ",", "x", "z", "#", " ", "5.", "\u672c>8", "99999999999999999999"):
            yield row(s, "__format__", spec)
        yield row(s, "__format__", 1); yield row(s, "encode", "utf-8"); yield row(s, "encode", "utf-8", "surrogateescape"); yield row(s, "encode")
        yield row(s, "startswith", ("x", "a", "H")); yield row(s, "endswith", ("x", 1)); yield row(s, "startswith", ()); yield row(s, "startswith", 1); yield row(s, "startswith", ["a"])
        yield row(s, "center", "x"); yield row(s, "center", 5, "ab"); yield row(s, "ljust", 5, 1); yield row(s, "strip", 1); yield row(s, "in", 1); yield row(s, "+", 1)
        yield row(s, "*", 1.5); yield row(s, "splitlines", "x"); yield row(s, "replace", 1, "a"); yield row(s, "replace", "a", "b", "c"); yield row(s, "expandtabs", "x")
        yield row(s, "removeprefix", 1); yield row(s, "find", "a", "b"); yield row(s, "encode", 1); yield row(s, "encode", "utf8", 1); yield row(s, "encode", "nope")
    yield row("x", "maketrans", "abc", "xyz"); yield row("x", "maketrans", "abc", "xyz", "q\u672c"); yield row("x", "maketrans", {"a": 1, 5: "x"})
    yield row("x", "maketrans", {"ab": 1}); yield row("x", "maketrans", {1.5: 1}); yield row("x", "maketrans", 1); yield row("x", "maketrans", "ab", "c")
    yield row("x", "maketrans", "ab", 1); yield row("x", "maketrans", "a", "b", 1); yield row("x", "maketrans", 1, "b"); yield row("x", "maketrans")
    yield row("x", "maketrans", 1, 2, 3, 4)

def percent_rows():
    values = [0, 1, -1, 255, 10**30, -(10**30), True, 1.5, -0.0, 1e300, float("inf"), float("nan"), 3.0, "abc", "\u672c", "", None, [1], b"x", 65, 0x1f600, -5, 1 << 70]
    flags = ["", "5", "-5", "05", "+", " ", "#", "#x"[:1] + "8", ".3", "10.4", "-10.2", "+.0", "08.3", "-+8", "l", ".0"]
    for v in values:
        for f in flags:
            for c in "diouxXeEfFgGcrsa":
                yield row("%" + f + c, "%", v)
    for f, a in [("%s", ()), ("%s %s", (1,)), ("%s", (1, 2)), ("a", 1), ("a", ()), ("a", {}), ("a", []), ("%%", ()), ("%", 1), ("%z", 1), ("%5", 1), ("%*d", (5, 3)), ("%-*d|", (5, 3)),
                 ("%*d|", (-5, 3)), ("%.*f", (2, 3.14159)), ("%*.*f", (8, 2, 3.14159)), ("%*d", ("a", 1)), ("%.*f", (-1, 2.5)), ("%(a)s", {"a": 1}), ("%(a)s %(b)d", {"a": 1, "b": 2}),
                 ("%(a)s", {}), ("%(a)s", 1), ("%(a", {"a": 1}), ("%(a(b))s", {"a(b)": 7}), ("%()s", {"": 1}), ("%(a)s %s", {"a": 1}), ("%d%%", 5), ("%s", "x"), ("%s", ((1, 2),)), ("%r", "it's"),
                 ("%a", "\u672c"), ("%5.1s|", "abc"), ("%i", 3.99), ("%x", 3.5), ("%d", "1"), ("%c", "ab"), ("%c", 0x110000), ("%c", -1), ("%c", 1.5), ("%f", "a"), ("%99999999999999999999d", 1),
                 ("%.99999999999999999999d", 1), ("%.2147483648f", 1.0), ("\u672c%s\U0001f600", "x"), ("%s" * 3, ("a", "b", "c")), ("%hd %ld %Ld", (1, 2, 3)), ("%y", ()), ("%d %s", (1, "a")),
                 ("%\u672c", 1), ("%(k)*d", {"k": 1}), ("%s %(k)s", {"k": 1}), ("%#o %#x %#X", (8, 255, 255)), ("%#.3g", 1.0), ("%e", 0), ("%g", 100000), ("%g", 1000000), ("%s", [1, "a"])]:
        yield row(f, "%", a)

def format_rows():
    d = {"a": 1, "b": [10, 20], "c": {"k": "v", "0": "zero"}, "s": "text", "f": 3.14159, "w": 8, "": "empty"}
    templates = ["{}", "{} {}", "{0}{1}{0}", "{a}", "{}{0}", "{0}{}", "{{}}", "{{{0}}}", "{", "}", "{0", "{0}}", "{!r}", "{!s:>10}", "{!a}", "{!x}", "{!}", "{!r", "{!rx}", "{:5}", "{:>{}}", "{:{}{}}", "{:{:{}}}",
                 "{0[0]}", "{0[a]}", "{0.real}", "{0.nope}", "{0.}", "{0[]}", "{0[a}", "{0[a]x}", "{0[0].real}", "{99}", "{99999999999999999999}", "{-1}", "{ 0}", "{0 }", "{a.b}", "{:d}", "{:x}", "{:s}", "{:f}",
                 "{:,}", "{:_}", "{:e}", "{:%}", "{:c}", "{:b}", "{:#x}", "{:+}", "{:08}", "{:<08}", "{:^10}", "{:*^10}", "{:\u672c^10}", "{:10.3}", "{:.3}", "{:5.1f}", "{:n}", "{:z}", "\u672c{}\U0001f600", "{!r:10}", "{:}", "{:{{}}}", "{a[b]}", "{!r:{}}", "{.real}", "{[0]}", "{0!r:^{1}}"]
    for t in templates:
        for args in [(), (1,), (1, 2), ("abc", 10), (3.14159, 8), ([1, 2], 5), ({"a": "A"}, 2), (None,), (True, "<"), (10**25, 30), ("x", "<", 5), (5, 10, 3)]:
            yield row(t, "format", *args)
    for t in ["{a}", "{a} {s!r}", "{b[0]}", "{b[1]:>{w}}", "{c[k]}", "{c[0]}", "{nope}", "{}", "{0}", "{f:{w}.2f}", "{s:*^{w}}", "{a.real}", "{b[x]}", "{c[nope]}", "{", "{a", "{a!q}", "{a:{nope}}", "{s[0]}", "{a[0]}"]:
        yield row(t, "format_map", d)
    yield row("{a}", "format_map", 1); yield row("a", "format_map", 1); yield row("{a}", "format_map", [1])
    for v in [0, 5, -5, 10**30, True, 1.5, -2.75, 1e20, 1e-7, "str", None, [1], b"b", float("nan")]:
        for spec in ["", "d", "x", "#x", "o", "b", "c", "e", "f", "g", "n", "%", "s", "10", "<10", "^10", ">10", "=10", "+", " ", ",", "_", "_x", "010", ".2", ".2f", "10.2f", "*>10d", "z", "zf", "q", "1.", ",d", "10,.2f", "x_", "=+8", "\u672c<6"]:
            yield row(v, "@format", spec)
    for v in [0, 1, -1, 255, -255, 1 << 64, -(1 << 64), 10**40, True, 1.5, "a", None]:
        for f in ("hex", "oct", "bin"): yield row(v, f)
        yield row(v, "chr")
    for v in ["a", "\u672c", "\U0001f600", "", "ab", b"a", b"ab", b"", bytearray(b"z"), 1, None, 97, 0x10ffff, 0x110000, -1, 1 << 70]:
        if type(v) is not bytearray: yield row(v, "ord")
        if type(v) is int: yield row(v, "chr")

BYTES = [b"", b"a", b"abc", b"Hello World", b"  spaced\tout \n", b"aXbXc", b"XX", b"aaaa", b"\xe9t\xe9", b"one,two,,three,", b"a\rb\r\nc\x0bd\ne", b"Title Case It's", b"\x00\x7f\x80\xff",
         b"tab\ttab\t\ttab", b"+42", b"'quote\"", b"abcabcabcabd" * 3]

def bytes_rows(make):
    bare = ("capitalize lower upper swapcase title isalnum isalpha isascii isdigit islower isspace istitle isupper strip lstrip rstrip split rsplit splitlines expandtabs hex").split()
    for b in map(make, BYTES):
        for m in bare: yield row(b, m)
        for op in ("len", "repr", "str", "list", "bool", "bytes", "bytearray"): yield row(b, op)
        for sep in [b" ", b"X", b",", b"a", b"", b"ab", bytearray(b"X"), None, 97, 300, "x", 1.5]:
            yield row(b, "split", sep); yield row(b, "rsplit", sep); yield row(b, "split", sep, 1); yield row(b, "rsplit", sep, 1); yield row(b, "split", sep, 0)
            yield row(b, "partition", sep); yield row(b, "rpartition", sep)
            for m in ("find", "rfind", "index", "rindex", "count", "startswith", "endswith"):
                yield row(b, m, sep); yield row(b, m, sep, 1); yield row(b, m, sep, -3, 3); yield row(b, m, sep, None, -1); yield row(b, m, sep, 100)
            for m in ("removeprefix", "removesuffix", "strip", "lstrip", "rstrip", "in", "+"): yield row(b, m, sep)
            for new in (b"", b"-", b"abc"): yield row(b, "replace", sep, new); yield row(b, "replace", sep, new, 1)
            yield row(b, "replace", b"a", sep); yield row(b, "==", sep); yield row(b, "<", sep); yield row(b, ">=", sep); yield row(b, "!=", sep)
        for w in (-5, 0, 1, 5, 12, 13):
            for m in ("center", "ljust", "rjust", "zfill"): yield row(b, m, w)
            for m in ("center", "ljust", "rjust"): yield row(b, m, w, b"*"); yield row(b, m, w, "x"); yield row(b, m, w, b"xx")
        for key in [0, 1, -1, 5, 100, -100, "a", 1.5, None, slice(1, 3, None), slice(None, None, -1), slice(None, None, 2), slice(-3, None, None), slice(5, 1, -2), slice(1, 1, None), slice(None, None, 0), 1 << 80]:
            yield row(b, "[]", key)
        for n in (-1, 0, 1, 2, 5): yield row(b, "*", n)
        for t in BYTES[:9]: yield row(b, "<", t); yield row(b, "==", t); yield row(b, "+", t); yield row(b, ">", t)
        yield row(b, "splitlines", True); yield row(b, "expandtabs", 4); yield row(b, "expandtabs", 0)
        for sep in (":", b"-", "", "ab", "\xe9", 1): yield row(b, "hex", sep)
        for n in (1, 2, 3, -2, 0, 100): yield row(b, "hex", ":", n)
        yield row(b, "join", [b"1", b"2", bytearray(b"3")]); yield row(b, "join", (b"x",)); yield row(b, "join", []); yield row(b, "join", b"abc"); yield row(b, "join", [1]); yield row(b, "join", ["a"]); yield row(b, "join", 5)
        table = bytes(255 - i for i in range(256))
        yield row(b, "translate", table); yield row(b, "translate", table, b"abc"); yield row(b, "translate", None); yield row(b, "translate", None, b"aX"); yield row(b, "translate", b"short"); yield row(b, "translate", 1)
        yield row(b, "decode", "latin-1"); yield row(b, "decode"); yield row(b, "decode", "ascii", "replace"); yield row(b, "decode", "utf-8", "surrogateescape"); yield row(b, "decode", "nope"); yield row(b, "decode", 1)
        yield row(b, "startswith", (b"x", b"a", b"H")); yield row(b, "endswith", (b"x", 1)); yield row(b, "startswith", "a"); yield row(b, "*", 1.5); yield row(b, "in", 97); yield row(b, "in", 256); yield row(b, "in", -1)
    yield row(make(b"x"), "maketrans", b"abc", b"xyz"); yield row(make(b"x"), "maketrans", b"abc", b"x"); yield row(make(b"x"), "maketrans", "a", b"x")
    for h in ("", "00ff", "0 0", "aa bb\tcc\n", "abc", "zz", "\xe9", " 1", 5): yield row(make(b"x"), "fromhex", h)
    values = [0, 1, -1, 255, 256, 10**30, True, 1.5, float("inf"), b"abc", b"", bytearray(b"q"), "abc", None, [1]]
    for v in values:
        for f in ["", "5", "-5", "05", "+", "#", ".3", "10.4"]:
            for c in "dioxXefgcrsab": yield row(make(b"%" + f.encode() + c.encode()), "%", v)
    for f, a in [(b"%s", ()), (b"%s", (b"a", b"b")), (b"a", 1), (b"a", {}), (b"%%", ()), (b"%", 1), (b"%y", 1), (b"%*d", (5, 3)), (b"%(a)s", {b"a": b"1"}), (b"%(a)s", {"a": b"1"}), (b"%(a)s", 1), (b"%(a", {}), (b"\xff%d\xfe", 5), (b"%.2f%%", 99.5)]:
        yield row(make(f), "%", a)

def bytearray_rows():
    for b in map(bytearray, BYTES[:8] + [b"0123456789"]):
        for x in (0, 97, 255, 256, -1, "a", 1.5, b"a"):
            yield row(b, "append", x); yield row(b, "remove", x); yield row(b, "insert", 1, x); yield row(b, "insert", -1, x); yield row(b, "insert", 100, x); yield row(b, "__setitem__", 0, x); yield row(b, "__setitem__", -1, x)
        for i in (0, 1, -1, 100, -100, "a"):
            yield row(b, "pop", i); yield row(b, "__delitem__", i); yield row(b, "__setitem__", i, 1)
        yield row(b, "pop"); yield row(b, "clear"); yield row(b, "reverse"); yield row(b, "copy")
        for x in (b"", b"xyz", bytearray(b"12"), [1, 2, 3], (256,), ["a"], "abc", 5, range(3), None):
            if type(x) is range: continue
            yield row(b, "extend", x); yield row(b, "__iadd__", x)
            for s in (slice(None, None, None), slice(1, 3, None), slice(0, 0, None), slice(None, None, 2), slice(None, None, -1), slice(3, 1, None), slice(-2, None, None), slice(1, 5, 3)):
                yield row(b, "__setitem__", s, x)
        for s in (slice(None, None, None), slice(1, 3, None), slice(0, 0, None), slice(None, None, 2), slice(None, None, -1), slice(3, 1, None), slice(-2, None, None), slice(0, 2, None), slice(7, None, -3)):
            yield row(b, "__delitem__", s)
        for n in (-1, 0, 1, 3): yield row(b, "__imul__", n)
        yield row(b, "__imul__", "a")

def codec_rows():
    texts = ["", "abc", "\xe9\xff", "\u20ac", "\u65e5\u672c", "\U0001f600", "a\ud800b", "\udc80\udcff", "x\xa0y\u0100z\U00010000", "\x80\x81\x9f", "back\\slash\n", "\u0401\u042f"]
    encodings = ["utf-8", "UTF8", "utf_8_sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "latin-1", "iso-8859-1", "L1", "ascii", "us-ascii", "646", "cp1252", "windows-1252", "unicode_escape",
                 "raw_unicode_escape", "no-such-codec", ""]
    handlers = [None, "strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass", "no-such-handler"]
    for t in texts:
        for e in encodings:
            for h in handlers:
                if h is None: yield row(t, "encode", e)
                else: yield row(t, "encode", e, h)
    raw = [b"", b"abc", b"\xe9\xff", b"\xc3\xa9", b"\xe2\x82\xac", b"\xf0\x9f\x98\x80", b"a\xc3", b"\xed\xa0\x80", b"\x80\x81\x9f", b"\xff\xfea\x00", b"\xfe\xff\x00a", b"\xef\xbb\xbfx", b"a\x00b", b"\x00\xd8a\x00", b"\\x41\\u00e9\\N{DIGIT ONE}",
           b"\\x4", b"\\u12", b"\\q", b"\xf8\x88\x80\x80\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\x82\xa0\x81", b"\xe2\x82", b"\x00\x00\xfe\xff\x00\x00\x00a", b"\xff\xfe\x00\x00a\x00\x00\x00", b"a\x00\x00\x00\x00\x00\x11\x00"]
    for b in raw:
        for e in encodings:
            for h in handlers:
                if h is None: yield row(b, "decode", e)
                else: yield row(b, "decode", e, h)

def icu_rows():
    single = ["koi8-r", "koi8_u", "cp1250", "cp1251", "windows-1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859-2", "iso-8859-3", "iso8859_4", "iso8859-5", "iso8859-7", "iso8859-9",
              "iso8859-15", "latin2", "cp437", "cp850", "cp852", "cp866", "mac_roman"]
    multi = ["shift_jis", "gbk", "gb18030", "euc-kr", "euc_jp", "gb2312"]
    texts = ["", "abc", "Hello, World!", "\u0401\u042f\u044f\u0436", "\xe9\xfc\xdf", "a\U0001f600b", "x\ud800", "\u0153\u017e", "\u03b1\u03b2", "\U0001f600\U0001f601z"]
    asian = ["", "abc", "\u65e5\u672c\u4eba", "\u4e2d\u6587", "\ud55c\uad6d", "\u304b\u306a\u30ab\u30ca", "a\U0001f600b", "x\ud800"]
    for e, some in [(e, texts) for e in single] + [(e, asian) for e in multi]:
        for t in some:
            for h in ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace"]:
                r = row(t, "encode", e, h)
                yield r
                try: raw = t.encode(e, "ignore")
                except Exception: continue
                yield row(raw, "decode", e, h)
    for e in single:
        for c in range(256):
            yield row(bytes([c]), "decode", e, "replace")
    for e in multi:
        for raw in (b"a\xff", b"\x82", b"\x81\x00z"):
            for h in ["ignore", "replace"]: yield row(raw, "decode", e, h)

TABLES = {
    "str_methods": str_rows, "str_percent": percent_rows, "str_format": format_rows, "bytes_methods": lambda: bytes_rows(bytes),
    "bytearray_methods": lambda: bytes_rows(bytearray), "bytearray_changes": bytearray_rows, "codecs": codec_rows, "codecs_icu": icu_rows,
}

if __name__ == "__main__":
    assert sys.version_info[:2] == (3, 11)
    for r in dict.fromkeys(TABLES[sys.argv[1]]()):
        assert "\n" not in r
        print(r)
