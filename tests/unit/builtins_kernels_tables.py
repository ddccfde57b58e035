#!/usr/bin/python3.11
"""Writes builtins_kernels_<theme>.inc: what python3.11 answers to the questions the kernel tests ask.

Run with the reference interpreter (Debian's /usr/bin/python3.11) in this folder; the seed is fixed, so the output is too.
"""
import _string
import math
import random
import struct
import unicodedata
import warnings

random.seed(20260)
warnings.simplefilter("ignore")
out = None


def theme(name):
    """What follows goes to this file."""
    global out
    if out:
        out.close()
    out = open("builtins_kernels_%s.inc" % name, "w")
    print("// Made by builtins_kernels_tables.py with python3.11. Do not edit.", file=out)


def literal(text):
    """A char32_t literal of any code points, surrogates included."""
    parts, plain = [], ""
    for c in text:
        if 32 <= ord(c) < 127 and c not in '"\\?':
            plain += c
        else:
            if plain:
                parts.append('U"%s"' % plain)
                plain = ""
            parts.append('U"\\x%x"' % ord(c))
    if plain or not parts:
        parts.append('U"%s"' % plain)
    return " ".join(parts) + "sv"


def number(v):
    return '"%s%x"' % ("-" if v < 0 else "", abs(v))


def real(v):
    return "0x%016xu" % struct.unpack("Q", struct.pack("d", v))[0]


def flag(v):
    return str(bool(v)).lower()


def signed(v):
    return "%dL" % v


def table(head, rows):
    print("const %s[] = {" % head, file=out)
    for row in rows:
        print("    {%s}," % ", ".join(row), file=out)
    print("};", file=out)


def attempt(call, show=lambda v: v):
    """(literal of the answer, "false") or (literal of "Class: text", "true")."""
    try:
        return literal(show(call())), "false"
    except (ValueError, OverflowError) as error:
        return literal("%s: %s" % (type(error).__name__, error)), "true"


def any_int(bits=300):
    v = random.getrandbits(random.randint(1, bits))
    if random.random() < 0.2:
        v = random.choice([0, 1, 2, (1 << 64) - 1, 1 << 64, 1 << 127, (1 << 128) - 1])
    if random.random() < 0.2:
        v <<= random.randint(0, 100)
    return -v if random.random() < 0.5 else v


def any_float():
    kind = random.random()
    if kind < 0.15:
        return random.choice([0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308,
                              0.5, 1.5, 2.5, 1e16, 1e-5, 1e-4, 123456789.0, 1e22, 1e23, 9007199254740993.0])
    if kind < 0.4:
        v = struct.unpack("d", struct.pack("Q", random.getrandbits(64)))[0]
        return v if v == v else 0.1
    if kind < 0.7:
        return round(random.uniform(-1000, 1000), random.randint(0, 6))
    return random.uniform(-1, 1) * 10 ** random.randint(-30, 30)


theme("bigint")
rows = []
for _ in range(300):
    a, b, m, s = any_int(), any_int() or 7, any_int() or 5, random.randint(0, 200)
    answers = [a, b, m, a + b, a - b, a * b, a // b, a % b, a & b, a | b, a ^ b, math.gcd(a, b), math.isqrt(abs(a)), pow(a, abs(b), m), a >> s, a << s]
    rows.append([number(v) for v in answers] + [str(s), signed(hash(a))])
table("BigRow kBigRows", rows)
rows = []
for _ in range(200):
    a, b = any_int(1100), any_int(1100) or 3
    if random.random() < 0.3:
        b = (1 << random.randint(1000, 1100)) + any_int(60)
    results = []
    for call in (lambda: a / b, lambda: float(a)):
        try:
            results += [real(call()), "false"]
        except OverflowError:
            results += ["0", "true"]
    rows.append([number(a), number(b), *results])
table("DivideRow kDivideRows", rows)
rows = []
for text in ["", " 12 ", "+5", "-0", "- 1", "0x1F", "0X1f", "0b101", "0o17", "017", "00", "0_0", "1_000", "1__0", "_1", "1_", "0x_f", "0x", "0xg", "z", "Zz",
             "1\n", "\t7", "1 2", "--1", "1_0_0", "0b12", "123456789012345678901234567890"]:
    for base in (0, 2, 8, 10, 16, 36):
        try:
            rows.append([literal(text), str(base), number(int(text, base)), "true"])
        except ValueError:
            rows.append([literal(text), str(base), '"0"', "false"])
table("IntTextRow kIntTextRows", rows)

theme("float")
rows = []
for _ in range(300):
    v, w = any_float(), any_float() or 3.0
    digits = random.choice([random.randint(-5, 17), random.randint(-320, 330)])
    try:
        rounded, ok = round(v, digits), True
    except OverflowError:
        rounded, ok = 0.0, False
    quotient, rest = divmod(v, w)
    rows.append([real(v), '"%r"' % v, '"%s"' % v.hex(), str(digits), real(rounded), flag(ok), signed(hash(v)), real(w), real(quotient), real(rest)])
table("FloatRow kFloatRows", rows)
rows = []
for t in ["1", " 1.5 ", "1_0.0_1e1_0", "1_.0", "1._0", "1e_1", "_1", "1_", ".5", "5.", ".", "", "1e", "1e+", "1e400", "-1e400", "1e-400", "0e99999999999999999999",
          "1e99999999999999999999", "1e-99999999999999999999", "inf", "-Infinity", "+inF", "infinit", "in_f", "0x1", "1 2", "+-1", "1e5\n", "179769313486231580793e289",
          "2.47e-324", "2.48e-324", "0." + "0" * 400 + "1e400", "9007199254740992.99999", "9007199254740993", "9007199254740993.0000000000000000000000001"]:
    try:
        rows.append([literal(t), real(float(t)), "true"])
    except ValueError:
        rows.append([literal(t), "0", "false"])
table("FloatTextRow kFloatTextRows", rows)
rows = []
for t in ["0x1p0", "1", "0x1.8p1", "-0x.8", "0x", "0x.p1", "1p", "1p+", "0x1p1024", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "0x1p-1075", "0x1.8p-1075",
          "0x1p-1074", "0x0p99999999999999999999", "0x1p99999999999999999999", "0x1p-99999999999999999999", "inf", "-infinity", "0x1.00000000000008p0",
          "0x1.000000000000081p0", "0x1.0000000000001800000000000p0", "1..2", "abc", "g", " 0xAp3\n", "0x123456789abcdef123456789p-20"]:
    try:
        rows.append([literal(t), real(float.fromhex(t)), "0"])
    except OverflowError:
        rows.append([literal(t), "0", "2"])
    except ValueError:
        rows.append([literal(t), "0", "1"])
table("HexRow kHexRows", rows)


theme("format")
def pick(chance, options):
    return random.choice(options) if random.random() < chance else ""


def any_spec():
    s = random.choice(["", "*", "0", "\u20ac"]) + random.choice("<>=^") if random.random() < 0.3 else ""
    s += pick(0.3, "+- ") + pick(0.1, "z") + pick(0.2, "#") + pick(0.3, "0") + pick(0.5, [str(n) for n in range(30)]) + pick(0.3, ",_")
    return s + pick(0.4, [".0", ".1", ".2", ".3", ".6", ".10", ".20"]) + pick(0.85, "bcdeEfFgGnosxX%sdfegdd\u20ac")


hard = ["9" * 30, ".", ".f", "zz", ",,d", "_,d", ",_d", "010,d", "020,.2f", "+010_x", "_b", ",x", "n", "=", "<<", "\u0661\u0660d", ".\u0663f", "c", "#c", "+c", ""]


def format_table(head, count, value, show):
    rows = []
    for s in hard + [any_spec() for _ in range(count)]:
        v = value()
        rows.append([*show(v), literal(s), *attempt(lambda: format(v, s))])
    table(head, rows)


format_table("IntFormatRow kIntFormatRows", 300, lambda: any_int(100), lambda v: [number(v)])
format_table("FloatFormatRow kFloatFormatRows", 400, any_float, lambda v: [real(v)])
format_table("StrFormatRow kStrFormatRows", 150, lambda: random.choice(["", "a", "hello", "h\xe9\U0001f600"]), lambda v: [literal(v)])
format_table("ComplexFormatRow kComplexFormatRows", 200, lambda: complex(any_float(), any_float()), lambda v: [real(v.real), real(v.imag)])
rows = []
for _ in range(500):
    kind = random.choice("ifsc")
    f = random.choice(["", "a", "%%"]) + "%" + "".join(random.choice("-+ #0") for _ in range(random.choice([0, 0, 1, 2])))
    f += pick(0.5, [str(n) for n in range(25)]) + pick(0.5, [".", ".0", ".1", ".5", ".17", ".40"]) + pick(0.3, "hlL")
    f += pick(0.04, ["q", "\u20ac", "9" * 21, ".9999999999", "\x1f"]) + {"i": random.choice("diuoxX"), "f": random.choice("eEfFgG"), "s": "s", "c": "c"}[kind]
    v = {"i": any_int(100), "f": any_float(), "s": random.choice(["", "ab", "h\xe9llo\U0001f600"]), "c": random.choice([65, 0x20AC, -1, 0x110000])}[kind]
    try:
        answer = attempt(lambda: f % (v,))
    except TypeError:
        continue
    rows.append([literal(f), "'%s'" % kind, number(v if kind in "ic" else 0), real(v if kind == "f" else 0.0), literal(v if kind == "s" else ""), *answer])
table("PercentRow kPercentRows", rows)
rows = []
for f in ["", "abc", "{}", "{0}{1}", "a{{b}}c", "{", "}", "{}}", "{{}", "{0!r}", "{0!r:>{w}}", "{a.b[c].d}", "{a[}]}", "{a[:]!s:x}", "{!", "{!r", "{a!rx}", "{a:{b}", "{a{b}}",
          "{a:{b:{c}}}", "x{0:}y", "{:}", "{a!}", "{[}"] + ["".join(random.choice("{}{}[]!:.a01r") for _ in range(random.randint(0, 10))) for _ in range(300)]:
    rows.append([literal(f), *attempt(lambda: "".join("<%s|%s|%s|%s>" % t for t in _string.formatter_parser(f)))])
table("TemplateRow kTemplateRows", rows)


def split_name(f):
    first, rest = _string.formatter_field_name_split(f)
    return "%s" % first + "".join("%s%s" % ("." if is_attribute else "@" if isinstance(name, str) else "#", name) for is_attribute, name in rest)


table("TemplateRow kFieldRows", [[literal(f), *attempt(lambda: split_name(f))] for f in
      ["", "0", "a", "a.b", "a[0]", "a[b].c[12]", "0.x", "a[", "a[]", "a.", "a[0]x", ".a", "[0]", "\u0663", "9" * 25, "a[" + "9" * 25 + "]", "a[-1]", "a.b.c[d][5]"]])

theme("unicode")  # one FNV-1a hash over all code points for each question
MASK = (1 << 64) - 1
names = ["classes", "upper", "lower", "title", "swapcase", "fold", "nfc", "nfd", "nfkc", "nfkd", "names", "properties", "repr", "sigma"]
hashes = dict.fromkeys(names, 0xCBF29CE484222325)


def add(name, *words):
    value = hashes[name]
    for word in words:
        value = ((value ^ word) * 0x100000001B3) & MASK
    hashes[name] = value


def add_text(name, text):
    add(name, *map(ord, text), 0x110000)


for c in range(0x110000):
    s = chr(c)
    bits = [s.isalpha(), s.isdecimal(), s.isdigit(), s.isnumeric(), s.isspace(), s.isprintable(), s.isupper(), s.islower(), s.isidentifier(),
            ("a" + s).isidentifier(), len(("a" + s + "b").splitlines()) == 2, unicodedata.category(s) == "Lt"]
    add("classes", sum(bool(b) << i for i, b in enumerate(bits)), unicodedata.decimal(s, -1) + 1, unicodedata.digit(s, -1) + 1)
    for name, text in (("upper", s.upper()), ("lower", s.lower()), ("title", s.title()), ("swapcase", s.swapcase()), ("fold", s.casefold()), ("repr", repr(s)),
                       ("names", unicodedata.name(s, "")), ("sigma", ("A\u03a3" + s + "B").lower() + ("A" + s + "\u03a3").lower())):
        add_text(name, text)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        add_text(form.lower(), unicodedata.normalize(form, s))
    add_text("properties", unicodedata.category(s) + unicodedata.bidirectional(s) + unicodedata.east_asian_width(s) + unicodedata.decomposition(s))
    add("properties", unicodedata.combining(s), unicodedata.mirrored(s))
print("constexpr struct {\n  uint64_t %s;\n} kUnicodeHashes = {%s};" % (", ".join(names), ", ".join("0x%016xu" % hashes[n] for n in names)), file=out)
pool = "aAbB \u03a3\u03c3\u0130\u0131\xdf\u01c5\u0345\u0301\xad\ufb03\u1e9e\n\xb5\uac01\u1100\u1161\u11a8\u0327\u0300\ud800\udc00\U0001d15e\U00010400'\".1\x85\u2028"
rows = []
for _ in range(150):
    s = "".join(random.choice(pool) for _ in range(random.randint(0, 7)))
    answers = (s, s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold(), unicodedata.normalize("NFC", s),
               unicodedata.normalize("NFKD", s), repr(s), ascii(s))
    rows.append([literal(t) for t in answers] + [flag(b) for b in (s.isupper(), s.islower(), s.istitle(), s.isidentifier())])
table("TextRow kTextRows", rows)

theme("codecs")
encodings = ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "ascii", "latin-1", "cp1252", "unicode_escape", "raw_unicode_escape"]
handlers = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass"]
atoms = [b"a", b"bc", b"\x80", b"\xc3\xa9", b"\xe2\x82\xac", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\xed\xb2\x80", b"\xe2\x82", b"\xf0\x9f", b"\xff", b"\xc0\x80",
         b"\xf4\x90\x80\x80", b"\xe0\x80", b"\xd8", b"\x00", b"\xdc", b"\\", b"\\x4", b"\\x41", b"\\u20", b"\\u20aC", b"\\U0001F600", b"\\U0011000", b"0", b"\\N{",
         b"LF", b"}", b"\\N{SPACE}", b"\\777", b"\\n", b"\\q", b"\n", b"\x81", b"abcdefghijkl", b"\xff\xfe", b"\xfe\xff"]


def outcome(call, show=str):
    try:
        return literal(show(call()))
    except UnicodeError as error:
        return literal("%s %d %d %s" % (error.encoding, error.start, error.end, error.reason))
    except TypeError:
        return literal("wrong handler")


decode_rows, encode_rows = [], []
for _ in range(900):
    e, h = random.randrange(12), random.randrange(8)
    data = b"".join(random.choice(atoms) for _ in range(random.randint(0, 6)))
    if random.random() < 0.3 and 0 < e < 7:
        data = "".join(random.choice("a\u20ac\ud800\udc80\U0001f600") for _ in range(random.randint(0, 4))).encode(encodings[e], "surrogatepass")
    decode_rows.append([str(e), str(h), literal(data.decode("latin-1")), outcome(lambda: data.decode(encodings[e], handlers[h]))])
    text = "".join(random.choice("ab\\\n\x00\x7f\x80\xa0\xe9\xff\u0152\u20ac\ufffe\ud800\udc7f\udc80\udcff\U0001f600\U0010ffff") for _ in range(random.randint(0, 6)))
    encode_rows.append([str(e), str(h), literal(text), outcome(lambda: text.encode(encodings[e], handlers[h]), lambda b: b.decode("latin-1"))])
table("CodecRow kDecodeRows", decode_rows)
table("CodecRow kEncodeRows", encode_rows)

theme("text")
rows = []
for _ in range(60):
    items = list({random.choice([random.getrandbits(60) - 2**59, random.randint(-5, 5)]) for _ in range(random.randint(0, 6))})
    padded = items + [0] * (6 - len(items))
    rows.append(["{%s}" % ", ".join(map(signed, padded)), str(len(items)), signed(hash(tuple(items))), signed(hash(frozenset(items)))])
table("HashRow kHashRows", rows)
rows = []
for seed in [0, 1, -5, 12345, 2**32, 2**64 + 7, random.getrandbits(700), random.getrandbits(32 * 624 + 64)]:
    r = random.Random(seed)
    numbers = [r.random() for _ in range(1300)]
    rows.append([number(seed), real(numbers[0]), real(numbers[1299]), number(r.getrandbits(7)), number(r.getrandbits(64)), number(r.getrandbits(200))])
table("RandomRow kRandomRows", rows)
