# enumerate and zip in compiled loops: pairs that are taken apart and pairs that stay, ends, lists that change, iterators that are shared.
def numbered(items, start):
    total = 0
    for i, x in enumerate(items, start):
        total += i * x
    return total


print([numbered(range(n), 0) for n in (0, 1, 50, 300)], numbered([1.5] * 100, 3), numbered((2,) * 90, -4))
print(numbered([1, 2, 3], 2 ** 62 - 2), numbered([1, 2, 3], 2 ** 70))


def kept(items):
    pairs = []
    for pair in enumerate(items):
        pairs.append(pair)
    return pairs


print(kept("abc"), kept(range(200))[-2:], kept([])[:1])


def dots(a, b):
    total = 0
    for x, y in zip(a, b):
        total += x * y
    return total


for a, b in (([1, 2, 3] * 50, range(150)), (range(400), [1] * 90), ((1.5,) * 200, [2] * 210), ([], [1]), ([1], ()), (range(70), range(3, 300))):
    print(dots(a, b), dots(b, a))


def triples(a, b, c):
    return [x + y * z for x, y, z in zip(a, b, c)]


print(triples(range(100), [2] * 99, (3,) * 98)[-3:], triples([1], [2], [3]), triples(range(3), [], range(3)))


def left_over(n, m):
    a, b = iter(range(n)), iter([0] * m)
    count = 0
    for x, y in zip(a, b):
        count += 1
    return count, len(list(a)), len(list(b))


print([left_over(n, m) for n, m in ((100, 100), (100, 99), (99, 100), (200, 3), (3, 200), (0, 5), (5, 0))])


def by_two(items):
    it = iter(items)
    return sum(x - 2 * y for x, y in zip(it, it))


print([by_two(list(range(n))) for n in (0, 1, 2, 7, 100, 101)])


def strict(a, b):
    count = 0
    try:
        for x, y in zip(a, b, strict=True):
            count += 1
    except ValueError as error:
        return count, str(error)
    return count


print(strict([1] * 80, [2] * 80), strict([1] * 80, [2] * 79), strict([1] * 79, [2] * 80))


def growing(n):
    items = list(range(n))
    seen = 0
    for i, x in enumerate(items):
        if x % 10 == 3 and len(items) < 2 * n:
            items.append(x)
        if x == n - 1:
            del items[5:8]
        seen += i ^ x
    return seen, len(items)


print([growing(n) for n in (4, 10, 60, 200)])


def broken(items):
    for i, (a, b) in enumerate(items):
        if a > 150:
            break
    else:
        i = -1
    return i, a + b


print(broken([(x, 2 * x) for x in range(300)]), broken([(1, 2)] * 100))


def ends(d, t):
    total = 0
    for n in range(60):
        for k, v in d.items():
            total += k * v
        for k in d:
            total ^= k
        for c in t:
            total += ord(c)
        for c in {1, 2, n}:
            total += c
    return total


print(ends({i: i + 1 for i in range(20)}, "hello"), ends({}, ""), ends({1: 2}, "äx\u20ac"))


def changing():
    d = {i: i for i in range(8)}
    rounds = 0
    try:
        for n in range(200):
            for k in d:
                rounds += 1
                if n == 150:
                    d[n] = 1
    except RuntimeError as error:
        return rounds, str(error)


print(changing())


def moved(n):  # an iterator that goes on elsewhere between its rounds
    it = enumerate(range(n))
    out = 0
    for i, x in it:
        if i % 7 == 3:
            out += next(it, (0, 0))[1]
        out += i
    return out


print([moved(n) for n in (0, 5, 50, 300)])
