# Invariant: a cache filled by all threads holds right results only; computed twice is allowed, wrong or lost is not.
from functools import lru_cache
from _scale import THREADS, run

cache = {}


def collatz(n):
    if n == 1:
        return 0
    found = cache.get(n)
    if found is None:
        found = cache[n] = 1 + collatz(n // 2 if n % 2 == 0 else 3 * n + 1)
    return found


@lru_cache(maxsize=None)
def paths(rows, columns):
    return 1 if rows == 0 or columns == 0 else paths(rows - 1, columns) + paths(rows, columns - 1)


@lru_cache(maxsize=50)
def small(n):
    return n * n


def longest(index):
    return max((collatz(n), n) for n in range(1 + index % 2, 1500, 1))


def length(n):
    steps = 0
    while n != 1:
        n, steps = n // 2 if n % 2 == 0 else 3 * n + 1, steps + 1
    return steps


print(set(run(THREADS, longest)))
print(all(length(n) == steps for n, steps in cache.items()), len(cache) > 1500)
print(set(run(THREADS, lambda index: paths(20 + index % 2, 20 + (index + 1) % 2))), paths(20, 20), paths.cache_info().currsize)
print(run(THREADS, lambda index: sum(small((i * 7 + index) % 100) for i in range(2000))) == [sum(((i * 7 + index) % 100) ** 2 for i in range(2000)) for index in range(THREADS)], small.cache_info().currsize)
