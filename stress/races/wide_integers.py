# Invariant: hot functions over ints of 32, 63, 64 and more bits, shared by all threads, give each thread its own right result, while the
#   lists they read hold now small ints, now big ones, now floats.  Forbidden: a sum that no sequence of stored values gives, a crash.
from _stress import race

M32, M64, M128 = (1 << 32) - 1, (1 << 64) - 1, (1 << 128) - 1


def fnv(data, mask):
    h = 14695981039346656037
    for b in data:
        h = ((h ^ b) * 1099511628211) & mask
    return h


def shifting(n, mask):
    x, total = 88172645463325252, 0
    for i in range(n):
        x ^= (x << 13) & mask
        x ^= x >> 7
        x ^= (x << 17) & mask
        total = (total + x) & mask
        total ^= i << 60
    return total


def growing(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, a + b
    return a


def crossing(start, step, n):
    total = start
    for i in range(n):
        total += step
        if total > 1 << 65:
            total -= 1 << 65
        elif total < -(1 << 65):
            total += 1 << 65
    return total


DATA = bytes(range(200))
WANTED = {}


def results():
    return (fnv(DATA, M32), fnv(DATA, M64), fnv(DATA, M128), shifting(120, M64), shifting(120, M32), shifting(60, M128), growing(150), growing(60),
            crossing((1 << 62) - 100, 1, 200), crossing((1 << 64) - 50, 3, 100), crossing(-(1 << 63) + 50, -1, 150), crossing(0, 1 << 61, 100))


WANTED = results()  # interpreted, most of it


def alone(rng, index):
    assert results() == WANTED


values = (1, 3, 1 << 31, 1 << 61, (1 << 62) + 4, 1 << 63, M64, 1 << 70, 0.5, 2.0, True)
numbers = [1] * 16


def plain(rng, index):
    for i in range(60):
        numbers[rng.below(16)] = values[rng.below(len(values))]


def summed(items):
    total = 0
    for round in range(8):
        for item in items:
            total += item
    return total


def masked(items):
    h = 0
    for round in range(8):
        for item in items:
            h = (h * 31 + (item if type(item) is int else 7)) & M64
    return h


def reads(rng, index):
    total = summed(numbers)
    assert 0 < total <= 8 * 16 * (1 << 70)
    assert 0 <= masked(numbers) <= M64
    for item in numbers:
        assert item in values


race(alone, plain, reads, alone, reads)
