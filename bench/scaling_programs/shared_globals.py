"""Module globals, functions and builtins that all threads read."""
KIND = "read-shared"
SIZE, QUICK = 1500000, 500

LIMIT = 100
FACTOR = 3
TABLE = [5, 7, 11]


def inside(value):
    return value % LIMIT < LIMIT // 2


def scaled(value):
    return value * FACTOR + TABLE[value % len(TABLE)] if inside(value) else abs(-value)


def setup(threads):
    return None


def work(shared, i, n):
    total = 0
    for k in range(n):
        total += scaled(k)
    return total


def check(shared, results, n):
    assert all(result == results[0] for result in results)
    return results[0]
