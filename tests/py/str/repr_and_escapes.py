# repr, ascii, literals with every escape, raw and triple-quoted strings, concatenation of literals, ord and chr.
for text in ("", "a", "'", '"', "'\"", "it's", 'say "hi"', "\\", "\n\r\t", "\0\1\x1f\x7f", "\x80\xa0\xad\xff", "\u0378", "\u200b\u2028", "\ue000", "\ud800\udfff", "\uffff", "\U00010000\U0001f986\U000e0001", "caf\u00e9 \u20ac", "\\n", "a\\'b\""):
    print(repr(text), ascii(text), len(text))
    assert eval(repr(text)) == text and eval(ascii(text)) == text
print("\a\b\f\v" == "\x07\x08\x0c\x0b", "\101\60\7" == "A0\x07", "\x41\u0042\U00000043", "\N{BULLET}\N{latin small letter e with acute}" == "\u2022\u00e9", "line\
 continued", 'a' "b" '''c''', r"\n\x" == "\\n\\x", r'\'' == "\\'", R"\\", rb"\x" == b"\\x", len(r"\
"))
text = """first
  "second" ''quoted''
\tthird\
 same line"""
print(repr(text))
print('''"''', """'""", """a""b""", '''it''s''', "\0123" == "\n3")
print([ord(c) for c in "aé€🦆"], chr(97), chr(0x20ac), ascii(chr(0x1f986)), ascii(chr(0xd800)), ascii(chr(0x10ffff)), repr(chr(0)), ord(b"a"), ord(bytearray(b"\xff")))
for f in (lambda: chr(-1), lambda: chr(0x110000), lambda: chr("a"), lambda: chr(1.5), lambda: chr(2 ** 70), lambda: ord(""), lambda: ord("ab"), lambda: ord(5), lambda: ord(b"ab"), lambda: ord(b"")):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ":", error)
for source in ('"\\x4"', '"\\u12"', '"\\U00110000"', '"\\N{nope nope}"', '"\\N{"', '"abc', "'''abc", '"a\nb"', 'b"\u20ac"', "'\\x'", 'f"{"', "u'x' b'y'"):
    try:
        print(eval(source))
    except SyntaxError as error:
        print(ascii(source), "SyntaxError:", error.msg)
all_text = "".join(map(chr, range(0x500)))
assert eval(repr(all_text)) == all_text and eval(ascii(all_text)) == all_text
print(len(repr(all_text)), len(ascii(all_text)), u"x" == "x", U"y", "%r" % ("it's \u20ac",), "%a" % "\u20ac", f"{'é'!a} {'é'!r} {'é'!s}", "{!a}".format("\u20ac"))
quotes = ["'" * i + '"' * j for i in range(3) for j in range(3)]
print([repr(q) for q in quotes])


class S(str):
    def __repr__(self):
        return "S!"

    def __str__(self):
        return "s!"


s = S("abc")
print(s, repr(s), [s], f"{s} {s!r}", "%s %r" % (s, s), str(s), s + "", s[:], s.upper(), "".join([s]), s == "abc", len(s), type(s[:]).__name__, "{}".format(s), format(s))
