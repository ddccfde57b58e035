def squares(n):
    return sum(x * x for x in range(n))


def numbered(a):
    total = 0
    for i, x in enumerate(a):
        total += i * x
    return total


def products(a, b):
    total = 0
    for x, y in zip(a, b):
        total += x * y
    return total


print(squares(3000), numbered(list(range(3000))), products(list(range(3000)), list(range(3000))))
