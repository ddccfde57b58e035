"""A cache read and filled by all threads."""
KIND = "shared-write"
SIZE, QUICK = 2000000, 1000


def slow_square(value):
    total = 0
    for _ in range(20):
        total += value * value
    return total // 20


def setup(threads):
    return {}


def work(cache, i, n):
    total = 0
    for k in range(n):
        key = (k * 7 + i * 13) % 5000
        found = cache.get(key)
        if found is None:
            found = cache[key] = slow_square(key)
        total += found & 15
    return total


def check(cache, results, n):
    assert all(value == key * key for key, value in cache.items())
    return results[0]
