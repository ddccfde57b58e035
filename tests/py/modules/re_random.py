# Random patterns on random subjects; what all methods make of them, as one checksum for every 100 patterns.
# Left out: possessive loops with groups and scoped (?a:...) in the first place, where python3.11 errs (docs/differences.md).
import re
import sys
import warnings

warnings.simplefilter("ignore")


class Numbers:
    def __init__(self, seed):
        self.state = seed * 2654435761 + 12345

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 33) % n

    def one(self, row):
        return row[self.below(len(row))]


ASCII = ["a", "b", "c", "A", "B", "_", "1", " ", "\n", "-"]
LATIN = ASCII + ["\xe9", "\xc9", "\xb5", "\xdf", "\xff"]
WIDE = LATIN + ["\u0130", "\u0131", "\u017f", "\u212a", "\u03bc", "\u03a3", "\u03c2", "\u0416", "\u4e00", "\u2028"]
ASTRAL = WIDE + ["\U00010400", "\U00010428", "\U0001f600"]


class Maker:
    def __init__(self, r, letters):
        self.r, self.letters, self.groups, self.closed, self.named = r, letters, 0, [], set()

    def literal(self):
        return re.escape(self.r.one(self.letters))

    def char_class(self):
        items = []
        for _ in range(1 + self.r.below(3)):
            kind = self.r.below(6)
            if kind < 3:
                items.append(self.literal())
            elif kind < 5:
                first, last = sorted([self.r.one(self.letters), self.r.one(self.letters)])
                items.append(re.escape(first) + "-" + re.escape(last))
            else:
                items.append(self.r.one(["\\w", "\\d", "\\s", "\\W", "\\D", "\\S"]))
        return "[" + ("^" if self.r.below(3) == 0 else "") + "".join(items) + "]"

    def make(self, depth):
        r = self.r
        kind = r.below(20) if depth > 0 else r.below(8)
        if kind < 4:
            return self.literal()
        if kind == 4:
            return self.char_class()
        if kind == 5:
            return r.one([".", "\\w", "\\d", "\\s", "\\W"])
        if kind == 6:
            return r.one(["^", "$", "\\b", "\\B", "\\A", "\\Z"])
        if kind == 7:
            if self.closed and r.below(2):
                group = r.one(self.closed)
                return "(?P=g%d)" % group if group in self.named else "\\%d" % group
            return self.literal()
        if kind < 11:
            return "".join(self.make(depth - 1) for _ in range(1 + r.below(3)))
        if kind < 13:
            return "(?:" + "|".join(self.make(depth - 1) if r.below(6) else "" for _ in range(1 + r.below(3))) + ")"
        if kind < 16:
            self.groups += 1
            group, name = self.groups, ""
            if r.below(5) == 0:
                name = "?P<g%d>" % group
                self.named.add(group)
            text = "(" + name + "|".join(self.make(depth - 1) if r.below(8) else "" for _ in range(1 + r.below(2))) + ")"
            self.closed.append(group)
            return text
        if kind < 18:
            before = self.groups
            body = self.make(depth - 1)
            kinds = ["", "", "?", "+"] if self.groups == before else ["", "?"]
            return "(?:" + body + ")" + r.one(["*", "+", "?", "{2}", "{1,2}", "{0,1}", "{2,}", "{,2}", "{0}", "{1,3}"]) + r.one(kinds)
        if kind == 18:
            look = r.below(6)
            if look < 2:
                return "(?=" + self.make(depth - 1) + ")"
            if look == 2:
                return "(?!" + self.make(depth - 1) + ")"
            if look == 3:
                return "(?<=" + self.make(min(depth - 1, 1)) + ")"
            if look == 4:
                return "(?<!" + self.make(min(depth - 1, 1)) + ")"
            return "(?>" + self.make(depth - 1) + ")"
        other = r.below(3)
        if other == 0 and self.closed:
            return "(?(%d)%s|%s)" % (r.one(self.closed), self.make(depth - 1), self.make(depth - 1))
        if other == 1:
            return "(?" + r.one(["i", "s", "m", "-i", "im"]) + ":" + self.make(depth - 1) + ")"
        return self.make(depth - 1)


def show(m):
    return m and (m.regs, m.lastindex, m.lastgroup)


def results(seed):
    r = Numbers(seed)
    for _ in range(5):
        r.below(2)
    letters = r.one([ASCII, ASCII, LATIN, WIDE, ASTRAL])
    is_bytes = letters in (ASCII, LATIN) and r.below(4) == 0
    maker = Maker(r, letters)
    pattern = "".join(maker.make(3) for _ in range(1 + r.below(2)))
    if seed % 5 == 0:
        pattern = "(?:" + pattern + ")(?:(?!)x{70000})?"  # more than Eider's library counts: its other matcher
    flags = 0
    for flag in (re.I, re.M, re.S):
        if r.below(3) == 0:
            flags |= flag
    if r.below(6) == 0:
        flags |= re.A
    if is_bytes:
        if r.below(6) == 0:
            flags = flags & ~re.A | re.L
        pattern = pattern.encode("latin1")
    subjects = []
    for _ in range(4):
        some = r.one([ASCII[:3], ASCII, letters, letters])
        text = "".join(r.one(some) for _ in range(r.below(11)))
        subjects.append(text.encode("latin1") if is_bytes else text)
    out = [pattern]
    try:
        compiled = re.compile(pattern, flags)
    except (re.error, ValueError) as error:
        return [pattern, str(error)]
    for text in subjects:
        out += [show(f(text)) for f in (compiled.search, compiled.match, compiled.fullmatch)]
        out += [compiled.findall(text), compiled.split(text, 2), compiled.subn(b"<>" if is_bytes else "<>", text)]
        out.append([show(m) for m in compiled.finditer(text, 1, len(text) - 1)])
        scanner = compiled.scanner(text)
        out.append([show(scanner.match()) for _ in range(4)])
    return out


if __name__ == "__main__":
    first, last = (int(a) for a in sys.argv[1:3]) if len(sys.argv) > 2 else (0, 4000)
    for block in range(first, last, 100):
        total = 0
        for seed in range(block, min(block + 100, last)):
            text = repr(results(seed)).encode("utf-8", "surrogatepass")
            if len(sys.argv) > 3:
                print(seed, ascii(results(seed)))
            total = (total * 1000003 + int.from_bytes(text, "big")) % (2**61 - 1)
        print(block, total)
