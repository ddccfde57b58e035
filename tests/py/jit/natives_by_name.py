# Natives called with names, a, *b = c, and comparisons of containers, in compiled loops.
import sys


def by_name(n):
    total, rows, log = 0, [3, 1, 2], []
    for i in range(n):
        total += sorted(rows, reverse=True)[0] + int("1%d" % (i % 7), base=8) + max(rows, default=7) + round(i / 7, ndigits=1)
        total += len("a,b,c,d".split(",", maxsplit=i % 4)) + sum([i, 2], start=1) + len("%s".encode(encoding="utf-8"))
        d = dict(a=i, b=2)
        d.update(c=i, a=1)
        total += len(d) + d["a"] + d["c"]
        log.append("{x}-{y}".format(x=i, y=rows))
        total += (i % 300 - 150).to_bytes(2, "big", signed=True)[1]
    return total, log[-1], log[0]


print(by_name(600))


def wrong_names(n):
    total = 0
    for i in range(n):
        try:
            total += int("12", base=1 if i % 3 == 0 else 10)
        except ValueError as error:
            total += len(str(error))
        try:
            total += sum([1], other=i)
        except TypeError as error:
            total += "other" in str(error)
    return total


print(wrong_names(600))


class Key:
    def __init__(self, of):
        self.of = of

    def __lt__(self, other):
        seen.add(sys._getframe().f_back.f_code.co_name)
        return self.of < other.of

    def __eq__(self, other):
        seen.add(sys._getframe().f_back.f_code.co_name)
        return isinstance(other, Key) and self.of == other.of


seen = set()


def sort_keys(items):
    return sorted(items, reverse=True)


def same(a, b):
    return a == b, a != b


def compared(n):
    plain, mixed, count = [1, (2, 3), "x"], [1, Key(2)], [0] * 6
    for i in range(n):
        other = [1, (2, i % 3), "x"] if i % 5 else plain
        count[0] += same(plain, other)[0]
        count[1] += (1, i % 2) < (1, 1)
        count[2] += {1: i % 3} == {1: 2}
        count[3] += {1, 2} <= {1, 2, i % 4}
        count[4] += same(mixed, [1, Key(i % 3)])[0]
        count[5] += plain == i
        try:
            plain < i
        except TypeError as error:
            count[5] += len(error.args)
        sort_keys([1, 2] if i % 2 else [Key(1), Key(i % 3)])
    return count, sorted(seen)


print(compared(600))


def unpacked(n):
    total, words, short = 0, "if a b c".split(), 0
    for i in range(n):
        first, *rest = words[: 1 + i % 4]
        total += len(first) + len(rest)
        a, *b, c = (i, 2, 3, 4) if i % 2 else range(i, i + 3)
        total += a + len(b) * c
        *lead, last = "text"
        total += len(lead) + len(last)
        try:
            x, y, *z = words[: i % 4]
            total += len(z)
        except ValueError as error:
            short += "at least 2" in str(error)
    return total, short


print(unpacked(800))


def filled(n):  # more arguments than one or two helpers put into a tuple
    out = set()
    for i in range(n):
        j = i % 3
        out.add("{a}{b}{c}{d}{e}{f}".format(a=j, b=1, c="c", d=2.5, e=4, f=5))
        out.add("{}{}{a}{b}{c}{d}{e}{f}".format(j, 0, a=j, b=1, c="c", d=2.5, e=4, f=5))
        out.add("{}{a}{b}{c}{d}{e}".format(j, a=j, b=1, c="c", d=2.5, e=4))
    return sorted(out)


print(filled(400))
