# Invariant: what a thread can reach stays whole while other threads collect.  Forbidden: a changed or lost object, a crash, a hang.
import gc
from _stress import race


class Node:
    __slots__ = ("value", "left", "right", "extra")

    def __init__(self, value, left, right):
        self.value, self.left, self.right = value, left, right
        self.extra = {"value": value, "list": [value, str(value)]}


def build(depth, value):
    return None if depth == 0 else Node(value, build(depth - 1, value * 2), build(depth - 1, value * 2 + 1))


def check(node, value):
    if node is None:
        return 0
    assert node.value == value and node.extra == {"value": value, "list": [value, str(value)]}
    return 1 + check(node.left, value * 2) + check(node.right, value * 2 + 1)


shared = [build(5, 1) for _ in range(8)]


def allocate(rng, index):
    tree = build(6, 1)
    ring = [None]
    ring[0] = ring
    tree.extra["ring"] = ring
    del tree.extra["ring"]
    assert check(tree, 1) == 63
    shared[rng.below(8)] = build(5, 1)
    strings = ["x" * rng.below(100) + str(i) for i in range(50)]
    assert all(s.endswith(str(i)) for i, s in enumerate(strings))
    big = [0] * (1000 + rng.below(20000))
    assert len(big) >= 1000 and not any(big[::500])


def collect(rng, index):
    gc.collect()
    assert check(shared[rng.below(8)], 1) == 31


def exchange(rng, index):
    i, j = rng.below(8), rng.below(8)
    shared[i], shared[j] = shared[j], shared[i]
    assert check(shared[i], 1) == 31


race(allocate, collect, exchange, allocate)
assert all(check(tree, 1) == 31 for tree in shared)
