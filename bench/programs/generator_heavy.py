"""Generators in pipelines, recursive walks with yield from, send, and itertools on top."""
from itertools import chain, islice, takewhile

SIZE, QUICK = 450000, 200


class Node:
    def __init__(self, value):
        self.value = value
        self.left = None
        self.right = None

    def insert(self, value):
        node = self
        while True:
            side = "left" if value < node.value else "right"
            child = getattr(node, side)
            if child is None:
                setattr(node, side, Node(value))
                return
            node = child

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right


def numbers(seed, count):
    for _ in range(count):
        seed = (seed * 16807) % 2147483647
        yield seed


def odd(values):
    for value in values:
        if value & 1:
            yield value


def scaled(values, size):
    return (value % size for value in values)


def running_mean():
    total, count = 0, 0
    mean = None
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total // count


def windows(values, size):
    window = []
    for value in values:
        window.append(value)
        if len(window) > size:
            window.pop(0)
        if len(window) == size:
            yield tuple(window)


def run(n):
    mean = running_mean()
    next(mean)
    last = 0
    for value in scaled(odd(numbers(7, n)), 1000):
        last = mean.send(value)
    root = Node(500000)
    for value in scaled(numbers(11, n // 20), 1000000):
        root.insert(value)
    ordered = list(root)
    rising = sum(1 for a, b, c in windows(scaled(numbers(3, n // 2), 97), 3) if a < b < c)
    head = sum(islice(chain(root, numbers(1, 100)), n // 40))
    small = sum(takewhile(lambda value: value < 400000, root))
    return f"{last} {len(ordered)} {ordered[len(ordered) // 2]} {rising} {head} {small}"


if __name__ == "__main__":
    print(run(SIZE))
