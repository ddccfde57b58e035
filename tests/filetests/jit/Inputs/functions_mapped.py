def mapped(n):
    total = 0
    for x in map(lambda x: x * 3, range(n)):
        total += x
    return total


def filtered(n):
    total = 0
    for x in filter(lambda x: x & 1, range(n)):
        total += x
    return total


def by_key(n):
    return max(range(n), key=lambda x: x * 5)


def reduced(n):
    return reduce(lambda a, b: a * 7 & 0xffff ^ b, range(n))


from functools import reduce
print(mapped(3000), filtered(3000), by_key(3000), reduced(3000))
