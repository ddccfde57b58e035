# Invariant: threads that do different kinds of work side by side all get the right results: text, numbers, objects, recursion,
# containers, exceptions, generators, while some allocate much and the collector runs.  Forbidden: any wrong result.
import gc
from _scale import SCALE, run


def text(n):
    words = [f"word{i % 17}" for i in range(n)]
    joined = " ".join(words)
    return len(joined), joined.count("word1"), sorted(set(words))[3], joined.upper()[:6]


def numbers(n):
    total, big = 0.0, 1
    for i in range(1, n):
        total += i ** 0.5 / (i + 1)
        big = big * (i % 9 + 1) % (2 ** 89 - 1)
    return f"{total:.6f}", big


class Node:
    def __init__(self, key):
        self.key, self.left, self.right = key, None, None

    def insert(self, key):
        if key < self.key:
            if self.left:
                self.left.insert(key)
            else:
                self.left = Node(key)
        elif self.right:
            self.right.insert(key)
        else:
            self.right = Node(key)

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.key
        if self.right:
            yield from self.right


def tree(n):
    root, key = Node(500), 1
    for _ in range(n // 4):
        key = key * 16807 % 2147483647
        root.insert(key % 1000)
    keys = list(root)
    return len(keys), keys == sorted(keys), keys[len(keys) // 2]


def fibonacci(n):
    def fib(k):
        return k if k < 2 else fib(k - 1) + fib(k - 2)
    return fib(12 + n // 400)


def containers(n):
    table = {}
    for i in range(n):
        table.setdefault(i % 31, []).append(i)
    return sum(map(len, table.values())), max(table[7]), len({tuple(v[:2]) for v in table.values()})


def errors(n):
    caught = 0
    for i in range(n):
        try:
            [1, 2, 3][i % 5] / (i % 2)
        except IndexError:
            caught += 1
        except ZeroDivisionError:
            caught += 100
    return caught


def garbage(n):
    kept = []
    for i in range(n):
        ring = [i]
        ring.append(ring)
        if i % 100 == 0:
            kept.append(ring)
    gc.collect()
    return [ring[0] for ring in kept] == list(range(0, n, 100)) and all(ring[1] is ring for ring in kept)


WORK = [text, numbers, tree, fibonacci, containers, errors, garbage]
N = 2000
expected = [work(N) for work in WORK]
for work, result in zip(WORK, expected):
    print(work.__name__, result)
for _ in range(2 * SCALE):
    assert run(len(WORK), lambda index: WORK[index](N)) == expected
assert run(6, lambda index: [WORK[(index + k) % len(WORK)](N) for k in range(len(WORK))]) == [[expected[(index + k) % len(WORK)] for k in range(len(WORK))] for index in range(6)]
print("all threads agree")
