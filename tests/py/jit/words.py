# 64-bit arithmetic with masks in hot loops, and everything that is not it: negative numbers, counts of shifts from 64 on, sums that
# nobody masks, intermediate results that are variables, ints of subclasses and bools that come later.
M = 0xFFFFFFFFFFFFFFFF


class MyInt(int):
    pass


def xorshift(x, n):
    total = 0
    for _ in range(n):
        x ^= (x << 13) & M
        x ^= x >> 7
        x ^= (x << 17) & M
        total = (total + x * 0x2545F4914F6CDD1D) & M
    return total


def fnv(data, h):
    for byte in data:
        h = ((h ^ byte) * 0x100000001B3) & M
    return h


def named(n, seed):
    """The products are variables: exits must find them."""
    seen = []
    for i in range(n):
        product = seed * 0x9E3779B97F4A7C15 + i
        shifted = product << 3
        inverted = ~product
        negated = -shifted
        seed = (product ^ shifted ^ inverted ^ negated) & M
        if i % 97 == 0:
            seen.append((product, shifted, inverted, negated))
    return seed, product, seen[-1]


def rotations(x, n):
    out = 0
    for i in range(n):
        k = i % 70
        left = (x << k) & M
        right = x >> k
        out ^= (left | right) & M
        x = (x * 6364136223846793005 + 1442695040888963407) & M
    return out


def operators(n):
    x, found = 88172645463325252, [0] * 12
    for i in range(n):
        x = (x * 0xD1342543DE82EF95 + 1) & M
        y = (x ^ (x >> 31)) * 0xFF51AFD7ED558CCD & M
        found[0] += x < y
        found[1] += x <= 1 << 63
        found[2] += x == y
        found[3] += x != y
        found[4] += x % 10
        found[5] ^= x // 7
        found[6] ^= x % y if y else 0
        found[7] ^= y // (x >> 60 | 1)
        found[8] += x & 0xFF
        found[9] += (x > y) + (x >= M - 1)
        found[10] ^= x | y
        if x & 1 << 63:
            found[11] += 1
        if not x:
            found[11] += 1000
    return found


def grows(n):
    total, product = 0, 1
    for i in range(n):
        total = total + (i * 0x9E3779B97F4A7C15 & M)
        product = product * 3 if product < 1 << 200 else 1
    return total, product


def of(values):
    """All kinds of ints through one piece of code."""
    out = []
    for v in values:
        a = (v * 0xC6A4A7935BD1E995) & M
        b = (v + 0x7FFFFFFFFFFFFFFF) & M
        c = (v - (1 << 63)) & M
        d = v & M
        e = (v << 5) & M
        f = (~v) & M
        g = (-v) & M
        out.append(a ^ b ^ c ^ d ^ e ^ f ^ g)
    return out


def shift(x, counts):
    total = 0
    for count in counts:
        total ^= ((x << count) & M) + (x >> count)
    return total


class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        x = self.state
        x ^= x >> 12
        x ^= (x << 25) & M
        x ^= x >> 27
        self.state = x
        return (x * 0x2545F4914F6CDD1D) & M

    def fraction(self):
        return (self.next() >> 11) / (1 << 53)


def small_masks(n):
    h, k = 7, 0
    for i in range(n):
        k = (i * 0xCC9E2D51 * 0x1B873593) & 0xFFFFFFFF
        h = ((h << 5) - h + k) & 0x3FFFFFFFFFFFFFFF
        h = h * 0xFFFFFFF1 & 0x7FFFFFFFFFFFFFFF
    return h, k


def times(n):
    """Small ints that look like words."""
    start = 1_700_000_000_000_000_000
    now, longest = start, 0
    for i in range(n):
        before = now
        now += i * 1000 + 7
        longest = max(longest, now - before)
    return now - start, longest, now > start, now * 1.0


def leaves(values):
    last, count = 0, 0
    try:
        for v in values:
            last = (last * 31 + v) & M
            count += 1
    except TypeError as e:
        return count, last, str(e)
    return count, last


def bad_shift(counts):
    x, done = 0xDEADBEEFCAFEBABE, 0
    try:
        for count in counts:
            x = ((x << count) | (x >> (64 - count))) & M
            done += 1
    except ValueError as e:
        return done, x, str(e)
    return done, x


for repeat in range(2):
    print(xorshift(88172645463325252, 2000), xorshift(1, 2000))
    print(fnv(bytes(range(256)) * 8, 0xCBF29CE484222325), fnv([5, -7, 1 << 70, True, MyInt(9)] * 300, 0))
    print(named(1000, 12345))
    print(rotations(0x0123456789ABCDEF, 2000))
    print(operators(2000))
    print(grows(1500))
    edges = [0, 1, -1, 5, -5, 1 << 61, 1 << 62, -(1 << 62), 1 << 63, 1 << 64, (1 << 64) - 1, -(1 << 64), 3 ** 60, -(3 ** 90)]
    print(sum(of(edges * 60)), sum(of([1, 2, 3] * 400 + edges + [True, MyInt(1 << 63), MyInt(5)])))
    print(shift(0xDEADBEEFCAFEBABE, list(range(0, 64)) * 10 + [64, 65, 100, 200]))
    random = Random(88172645463325252)
    print(sum(random.next() % 6 for _ in range(2000)), sum(random.fraction() for _ in range(1000)))
    print(small_masks(2000))
    print(times(1500))
    print(leaves([1 << 40] * 700 + ["x"]), leaves([True, 5, MyInt(1 << 65), -3] * 300))
    print(bad_shift([7] * 700 + [65, 3]), bad_shift([1, 2, 3] * 300 + [-1]), bad_shift([64] * 500))
