# Patterns and subjects: what search, match, fullmatch, findall, split and sub make of them.
import re
import warnings

warnings.simplefilter("ignore")

TABLE = [
    # repeats, greedy, lazy, possessive
    ("a*", "baac"), ("a+?", "baac"), ("a{2}", "aaaaa"), ("a{2,}", "aaaaa"), ("a{,2}", "aaaaa"), ("a{2,3}?", "aaaaa"), ("a{0}", "aa"), ("(ab)*", "ababa"),
    ("(?:a|ab)(?:c|bcd)(d*)", "abcd"), ("(a|ab)(c|bcd)(d*)", "abcd"), ("a++b", "aaab"), ("a++a", "aaa"), ("(?:a|ab){2}+", "aba"), ("(?:a|ab)*+c", "abc"),
    ("(?>a|ab)c", "abc"), ("(?>a*)a", "aaa"), (".*?,", "a,b,c"), ("(.*),(.*)", "a,b,c"), ("(.*?),(.*)", "a,b,c"), ("(a+)+$", "aaab"), ("x*", "axxb"), ("", "ab"),
    ("(a*)*", "aab"), ("(a*)+", "aab"), ("(a|b)*?c", "abac"), ("(?:){3}", "x"), ("((a)|b)*", "abab"), ("(?:(a)|b)*", "ab"), ("(?:(a)|(b)|c)*", "abcb"),
    ("(|a)+", "aaa"), ("(?:|a){0,3}", "aaa"), ("(a?){0,3}$", "aab"), ("(?:a?)*?y", "aay"), ("(?:(?=(a))a)+", "aab"), ("(a(?=b)|b)+", "abab"),
    # groups and references
    (r"(a)(b)?\2", "abb"), (r"(a)(b)?\2", "ab"), (r"(\w)\1", "hello"), (r"(?P<x>\w)(?P=x)", "hello"), (r"(a*)b\1", "aabaa"), (r"(?i:(a)\1)", "aA"),
    (r"(?P<first>\w+) (?P<last>\w+)", "Ada Lovelace"), ("((a)(b)(c))", "abc"), ("(a(b(c)))", "abc"), ("(a)|(b)|(c)", "cab"), ("(?:(x)|(y))+", "xyyx"),
    ("(a)?(?(1)b|c)", "ab c b"), ("(a)?(?(1)b)", "abb"), ("(?P<q>\")?x(?(q)\"|')", "\"x\" x' \"x'"), (r"(a)?b(?(1)c|d)", "abc bd ad bc"),
    (r"(?:(a)|b)(?(1)A|B)", "aAbBaBbA"), ("(?:(?(1)x|a)(b)?)+", "abx"),
    # assertions
    ("a(?=b)", "abac"), ("a(?!b)", "abac"), ("(?<=a)b", "abbb"), ("(?<!a)b", "abbb"), ("(?<=ab|cd)e", "abecde"), ("(?<=(a))b(?=(c))", "abc"), (r"(?<=\b)x", "x ax"),
    ("(?=(a+))a*b\\1", "baaabac"), ("(?=b)a?b", "cbab"), ("(?i:(?=b))(|c)b", "cb"), ("(?=[bB])(|c)b", "cb"), ("(?=ab)(?=(a))a", "ab"), ("(?!(a)b)a", "acab"), ("(?<!^)a", "aaa"), ("(?=.*c)(?=.*b)a", "abc"), ("(?<=^a)b", "ab"),
    ("(?<=a{3})b", "aaab aab"), ("(?<=(?:ab){2})c", "ababc abc"), (r"(\w)(?<=\1)b", "ab"), ("(?<![cd])[ef]", "ce ef df"), ("(?!)", "a"), ("(?=)", "ab"), ("(?<=)a", "ba"),
    # positions
    ("^a", "a\na"), ("a$", "a\na\n"), ("(?m)^a", "a\nb\na"), ("(?m)a$", "a\na\n"), (r"\Aa", "a\na"), (r"a\Z", "a\na"), (r"a\Z", "a\n"), ("$", "a\n"), ("(?m)$", "a\nb\n"),
    ("(?m)^", "a\nb\n"), (r"\b", "a b"), (r"\B", "a b"), (r"\B", ""), (r"\b", ""), (r"\bfoo\b", "foo.foobar foo"), ("^$", ""), ("^$", "\n"), ("(?m)^$", "\n\n"), ("^", "ab"),
    # characters
    (".", "a\nb"), ("(?s).", "a\nb"), ("[^a]", "a\nb"), ("[a-c]+", "xabcabd"), ("[]a]+", "a]b"), ("[^]a]+", "a]b"), ("[a\\-z]+", "a-z"), ("[-a]+", "-a"), (r"[\w-]+", "foo-bar baz"),
    (r"[\s\S]+", "a\nb"), (r"[^\s\S]", "a"), (r"[\d.]+", "3.14 x"), (r"\x41\u0042\103", "ABC"), (r"[\x41-\x43]+", "ABCD"), (r"\.\*\\", r".*\ "), (r"[\^\]\\]+", r"^]\x"),
    ("[[]", "[["), ("a|b|", "cab"), ("(?i)straSSe", "STRASSE stra\xdfe"), ("(?i)[a-z]+", "aBc\u212a\u017f"), ("(?ia)[a-z]+", "aBc\u212a\u017f"), ("(?i)\xe9+", "\xe9\xc9"),
    ("(?i)\u03c3+", "\u03c3\u03a3\u03c2"), ("(?a)\\w+", "na\xefve"), (r"\w+", "na\xefve \u4e2d\u6587 \U00010400"), (r"[^\W\d_]+", "a1_b\u0660"), ("\U0001f600+", "x\U0001f600\U0001f600"),
    ("[\U0001f600-\U0001f64f]", "\U0001f610"), ("\ud800", "\ud800x"), ("\x00", "a\x00b"), ("[\x00-\x1f]+", "a\x00\x01b"), ("(?i:a)b", "Ab AB"), ("(?-i:a)b", "ab"), ("(?s:.)(?-s:.)", "\n\n a"),
    ("(?x) a b # comment\n c", "abc"), (r"(?x)\ \#", " #"), ("(?i)(?P<a>x)(?P=a)", "xX"), ("(?u)\\d", "\u0663"), ("[\\s]+", "a \t\x1c\x85\xa0\u2003b"),
    # long ones
    ("|".join("w%d" % i for i in range(300)), "w7 w77 w299 w300"), ("(?:ab){1000}", "ab" * 1001), ("a{70000}", "a" * 70001), ("x(?:a{0,66000})y", "x" + "a" * 10 + "y"),
    ("(" * 60 + "a" + ")" * 60, "a"), ("(?:b" * 300 + "a" + ")?" * 300, "b" * 300 + "a"), ("[" + "".join(map(chr, range(0x100, 0x500, 2))) + "]+", "\u0100\u0102\u0101"),
]


def show(m):
    return m and (m.regs[:12], m.lastindex, m.lastgroup)


def cut(x):
    text = ascii(x)
    return text if len(text) < 400 else text[:200] + "..." + str(len(text))


for pattern, subject in TABLE:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        print(cut(pattern), "error:", error)
        continue
    print(cut(pattern), cut(subject))
    print("   ", cut(show(compiled.search(subject))), cut(show(compiled.match(subject))), cut(show(compiled.fullmatch(subject))))
    print("   ", cut(compiled.findall(subject)), cut(compiled.split(subject, 3)), cut(compiled.subn("<>", subject)))
    print("   ", cut([show(m) for m in compiled.finditer(subject, 1)][:4]), cut(show(compiled.search(subject, 0, len(subject) - 1))))
    try:
        data, raw = pattern.encode("latin1"), subject.encode("latin1")
        if "\\u" not in pattern:
            compiled = re.compile(data)
            print("    bytes", cut(show(compiled.search(raw))), cut(compiled.findall(raw)), cut(compiled.sub(rb"[\g<0>]", bytearray(raw))))
    except (UnicodeError, re.error, ValueError) as error:
        print("    bytes", type(error).__name__)
