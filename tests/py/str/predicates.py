# is... methods over ASCII and a choice of Unicode; case mappings that change the length; identifiers; printable.
names = ("isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper")
for text in ("", "a", "A", "1", " ", "_", "a1", "Ab", "AB", "ab", "A b", "A B", "Ab Cd", "aB", "1a", "a_b", "\n", "\x7f", "\u00e9", "\u00c9", "\u00df", "\u00b2", "\u00bd", "\u0661", "\u2167", "\u4e2d", "\u4e09",
             "\u0300", "\u00aa", "\u01c5", "\u00a0", "\u200b", "\u2028", "\ue000", "\U0001f986", "\U0001d7d8", "\ud800", "\u0378", "\u00ad", "\u1e9e", "class", "x-y", "\u00b7", "a\u00b7", "\u212e", "\t", "0x1", "\u1d2c", "\u24b6", "\u0345"):
    print(ascii(text), "".join("1" if getattr(text, name)() else "0" for name in names))
for text in ("\u00df", "\u0130", "\u0131", "i", "\ufb01", "\u0149", "\u01c6", "\u01c5", "\u1e9e", "\u03a3", "\u03b1\u03a3", "\u03a3\u03a3", "\u03b1\u03a3 \u03b2", "\u1f88", "\u0587", "\u00e9", "\u212a", "\u00b5", "\u10d0", "\u13a0", "\U00010400", "stra\u00dfe", "\ufb03x", "\u0390"):
    print(ascii(text), ascii(text.upper()), ascii(text.lower()), ascii(text.title()), ascii(text.casefold()), ascii(text.swapcase()), ascii(text.capitalize()))
print(ascii("\u01c6\u0301x \u01c6".title()), "o'neill's d'or".title(), "ÉCOLE élève".title(), "ÉCOLE".capitalize(), "\u02bca".title())
counts = {name: 0 for name in names}
NEWER = (0xCF3, 0xECE)  # came with Unicode 15; python3.11 knows Unicode 14
for code in range(0x3000):
    c = chr(code if code not in NEWER else 0x41)
    for name in names:
        counts[name] += getattr(c, name)()
print(counts)
changed = [0, 0, 0, 0]
for code in range(0x2fff):
    c = chr(code)
    changed[0] += c.upper() != c
    changed[1] += c.lower() != c
    changed[2] += len(c.upper()) > 1
    changed[3] += c.casefold() != c.lower()
print(changed)
print([ord(c) for c in map(chr, range(0x3001)) if c.isspace()])
print([code for code in range(256) if not chr(code).isprintable()] == [*range(32), *range(127, 161), 173])
print("a\u0661b".isalnum(), "".isidentifier(), "\u00e9t\u00e9".isidentifier(), "a b".isidentifier(), "None".isidentifier(), "9a".isidentifier(), "_9".isidentifier())
