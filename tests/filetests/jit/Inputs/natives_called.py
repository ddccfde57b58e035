from math import gcd, isclose


def steps(n):
    total = 0
    for i in range(n):
        total += len(range(n, 0, -3)) + gcd(i, 12, 30) + isclose(i, 3.0)
    return total


def pieces(n):
    row = []
    for i in range(n):
        row = [0] * 4 + row[:4]
    return len(row)


def first(items, wanted):
    for item in items:
        if item > wanted:
            return item
    return -1


print(steps(3000), pieces(3000), sum([first((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), i * 5 % 31 % 11) for i in range(900)]))
