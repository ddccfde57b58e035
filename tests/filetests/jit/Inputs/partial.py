from functools import lru_cache, partial


def add(a, b):
    return a + b


def summed(f, n):
    total = 0
    for i in range(n):
        total += f(i)
    return total


@lru_cache(None)
def squared(n):
    return n * n


def looked_up(n):
    total = 0
    for i in range(n):
        total += squared(i & 7)
    return total


print(summed(partial(add, 3), 3000), looked_up(3000))
