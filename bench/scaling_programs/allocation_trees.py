"""Binary trees built, walked and dropped by each thread."""
KIND = "allocation"
SIZE, QUICK = 90, 1
DEPTH = 12


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        return 1 if self.left is None else 1 + self.left.count() + self.right.count()


def build(depth):
    return Node(None, None) if depth == 0 else Node(build(depth - 1), build(depth - 1))


def setup(threads):
    return None


def work(shared, i, n):
    kept = build(DEPTH)
    return sum(build(DEPTH).count() for _ in range(n)) + kept.count()


def check(shared, results, n):
    assert results == [(n + 1) * (2 ** (DEPTH + 1) - 1)] * len(results)
    return results[0]
