# Invariant: one function called by all threads with different types gives each the right answer, however it was specialised.
# Forbidden: an answer for another thread's types, a crash when classes change under it.
from _stress import race


class Vector:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        return Vector(self.x + other.x)

    def __len__(self):
        return self.x

    def __getitem__(self, i):
        return self.x * 10 + i

    def method(self, k):
        return self.x + k


class Slotted:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x

    def method(self, k):
        return self.x * 100 + k


def add(a, b):
    return a + b


def item(container, i):
    return container[i]


def call(thing, k):
    return thing.method(k), thing.x


def loop(values):
    total = 0
    for value in values:
        total += value
    return total


def compare(a, b):
    return a < b, a == b


def worker(rng, index):
    n = rng.below(1000)
    for _ in range(30):
        kind = (index + rng.below(2)) % 6
        if kind == 0:
            assert add(n, 1) == n + 1 and item([n, 2], 0) == n and loop(range(4)) == 6 and compare(n, n + 1) == (True, False)
        elif kind == 1:
            assert add(n * 0.5, 1.5) == n * 0.5 + 1.5 and item((1, n), 1) == n and loop([1.5, 2]) == 3.5 and compare(1.5, n + 2.5) == (True, False)
        elif kind == 2:
            assert add("a", str(n)) == "a" + str(n) and item("xyz", 1) == "y" and compare("a", "b") == (True, False)
        elif kind == 3:
            assert add(Vector(n), Vector(1)).x == n + 1 and item(Vector(n), 3) == n * 10 + 3 and call(Vector(n), 2) == (n + 2, n) and len(Vector(5)) == 5
        elif kind == 4:
            assert add(2 ** 70, n) == 2 ** 70 + n and item({n: "v"}, n) == "v" and call(Slotted(n), 1) == (n * 100 + 1, n) and loop({1: 0, 2: 0}) == 3
        else:
            assert add([n], [1]) == [n, 1] and item(b"abc", 0) == 97 and loop(x for x in (1, 2)) == 3 and compare([1], [1]) == (False, True)
    if rng.below(100) == 0:
        Vector.unrelated = n
        Slotted.unrelated = n


race(worker)
