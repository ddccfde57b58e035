# True and False as numbers, and slices of ints, in compiled loops: results, kinds that change, slices that stay, subclasses, errors.
def run(f, *rows):
    out = []
    for row in rows:
        try:
            for _ in range(30):
                result = f(row)
        except Exception as error:
            result = type(error).__name__, str(error)
        out.append(result)
    print(f.__name__, *out)


def matches(items):
    return sum(x > 3 for x in items), sum(x == 2 for x in items)


run(matches, range(100), [1.5, 2.0, 9.0] * 20, [], [2 ** 70, 2], ["a"], [None])


def counted(items):
    total = 0
    for x in items:
        total += x < 7
        total -= x is None
        total = total * 2 ^ (x == 3)
        total %= 1000003
    return total


run(counted, range(50), [float(i) for i in range(20)], [True, False, 3])


def mixed(pairs):
    out = []
    for a, b in pairs:
        out.append((a + b, a - b, a * b, a & b, a | b, a ^ b))
    return out


run(mixed, [(True, True), (True, False), (False, False)], [(True, 2), (3, False), (-1, True)], [(1, 2), (True, 1), (1, True)],
    [(True, 2 ** 62 - 1), (-2 ** 62, True), (2 ** 62 - 1, True)], [(True, 1.5)], [(True, "a")], [("a", True)])


def divided(pairs):
    out = []
    for a, b in pairs:
        out.append((a // b, a % b, a << b, a >> b, a / b))
    return out


run(divided, [(True, True), (7, True), (True, 3), (False, 2)], [(7, False)], [(True, False)])


def summed(items):
    return sum(items), sum(items, True), sum(items, 0.5)


run(summed, [True, False, True] * 9, [True, 2, 3.5], [2 ** 62 - 1, True, True], [])


def windows(items):
    out = []
    for i in range(len(items) - 2):
        out.append(items[i:i + 3])
    return len(out), out[-1:], items[2:], items[:3], items[-2:], items[:-1], items[:], items[5:1], items[10 ** 30:]


class L(list):
    def __getitem__(self, key):
        return "got", key if isinstance(key, int) else (key.start, key.stop, key.step)


class I:
    def __index__(self):
        return 2


run(windows, list(range(9)), "abcdefghi", "\u20acuro und c\u20ac", (1, 2, 3, 4), b"bytes", bytearray(b"array"), range(7), [], L([1, 2, 3]))


def kept(items):
    made = []
    for i in range(40):
        s = slice(i, i + 2)
        made.append((items[i:], s))
        if i == 38:
            made.append(items[I():I()])
    return made[-1], made[3], len(made)


run(kept, list(range(40)), "x" * 40)


def odd_ends(items):
    out = []
    for a, b in ((1, 3), (None, 2), (2, None), (True, 3), (1, 2 ** 70), (-2 ** 70, 2), (I(), 3), ("a", 2)):
        out = [items[a:b]]
    return out


run(odd_ends, [1, 2, 3, 4], "abcd")


def halves(n):
    def depth(items):
        if len(items) < 2:
            return len(items)
        middle = len(items) // 2
        return depth(items[:middle]) * 3 + depth(items[middle:])
    return depth(list(range(n))), depth("y" * n)


run(halves, 1, 2, 77)


def replaced(n):
    items = list(range(n))
    for i in range(n - 2):
        items[i:i + 2] = items[i + 1:i - 1:-1] if i else [7, 8]
    return items


run(replaced, 5, 50)
