# Which characters the classes accept, over all of Unicode; letters in either case, each against all others.
import re
import _sre

every = "".join(map(chr, range(0x110000)))
latin = every[:256]
ascii_text = every[:128]


def ranges(found):
    """Code points as first-last, shortened to a checksum when there are many."""
    points = [ord(c) for c in found]
    pieces = []
    for p in points:
        if pieces and pieces[-1][1] == p - 1:
            pieces[-1][1] = p
        else:
            pieces.append([p, p])
    total = 0
    for first, last in pieces:
        total = (total * 1000003 + first * 31 + last) % (2**61 - 1)
    return len(points), len(pieces), total


for text in (ascii_text, latin, every[:0x3000], every[::11]):
    for pattern in (r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"[\w\s]", r"[^\w\s]", r"[\W\d]", r"[^\W\d_]", r"[\S]", r"[^\S\n]", ".", r"[^\n]", r"[\x00-\xff]",
                    r"[^a-z]", "[\u0400-\u04ff]", "[^\u0400-\U0001ffff]", r"[\d_\u4e00-\u9fff]"):
        for flags in (0, re.A, re.I, re.I | re.A):
            print(len(text), pattern, int(flags), *ranges(re.findall(pattern, text, flags)))
for boundary in (r"\b", r"\B"):
    for flags in (0, re.A):
        spaced = " ".join(every[i : i + 3] for i in range(0, 0x3000, 3))
        print(boundary, flags, ranges(chr(m.start()) for m in re.finditer(boundary, spaced, flags)))

cased = "".join(c for c in every if _sre.unicode_iscased(ord(c)))
print(len(cased), ranges(cased))
print(ranges(chr(_sre.unicode_tolower(ord(c))) for c in cased))
total = 0
for i, c in enumerate(cased):
    if i % 9:
        continue
    for pattern in (re.escape(c), "[^" + re.escape(c) + "]")[i % 2 :]:
        found = re.compile(pattern, re.I).findall(cased)
        if len(found) > len(cased) // 2:
            found = sorted(set(cased) - set(found))
        total = (total * 1000003 + sum(map(ord, found)) * 7 + len(found)) % (2**61 - 1)
print(total)
for span in ("[a-z]", "[A-Z]", "[\u0400-\u042f]", "[\u0370-\u03ff]", "[\U00010400-\U00010427]", "[\u0100-\U00010427]", "[^\u0100-\U00010427]", "[k-s]", "[\xe0-\xff]"):
    for text in (cased, cased.encode("utf-16-be", "surrogatepass").decode("latin1"), ascii_text, latin):
        print(ascii(span), *ranges(re.findall(span, text, re.I)), *ranges(re.findall(span, text, re.I | re.A)))
# A reference to a group ignores case as characters do.
for left, right in (("k", "\u212a"), ("s", "\u017f"), ("\u03c3", "\u03c2"), ("i", "\u0130"), ("\xe9", "\xc9"), ("\xb5", "\u03bc"), ("ss", "\xdf"), ("\U00010400", "\U00010428")):
    for text in (left + right, right + left, left.upper() + left):
        print(ascii(text), [bool(re.fullmatch(p, text, f)) for p in (r"(.+)\1", r"(\w+?)\1") for f in (re.I, re.I | re.A, 0)])
