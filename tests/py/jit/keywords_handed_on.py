# Keywords that one compiled call hands on to the next: each name once, wherever compiled code is left.
def last(a, b=1, c=2, d=3, **more):
    return a + 2 * b + 3 * c + 4 * d + sum(more.values())


def middle(*args, **names):
    return last(*args, **names)


def first(n):
    total = 0
    for i in range(n):
        total += middle(i, c=1, b=2) + middle(i, 3, d=4, c=5) + middle(i, e=6, d=1, f=7) + middle(a=i, **{"b": 1, "c": i})
    return total


for n in (50, 333, 1000):
    print(first(n))
