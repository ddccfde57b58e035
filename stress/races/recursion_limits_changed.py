# Invariant: deep recursion of compiled functions, methods, generators and operators in several threads, while another moves the recursion
#   limit, either gives its result or RecursionError; afterwards the thread can recurse again.  Forbidden: a wrong result, a crash.
import sys
from _stress import race


def down(n):
    if n == 0:
        return 0
    return down(n - 1) + 1


def looping(n):
    total = 0
    for i in range(3):
        total += i
    if n:
        total += looping(n - 1)
    return total


class Node:
    def __init__(self, depth):
        self.depth = depth
        self.next = Node(depth - 1) if depth else None

    def __add__(self, other):
        return other if self.next is None else self.next + (other + 1)

    def length(self):
        return 1 if self.next is None else 1 + self.next.length()

    def __iter__(self):
        yield self.depth
        if self.next is not None:
            yield from self.next


def without_end(n):
    try:
        return without_end(n + 1)
    except ZeroDivisionError:
        return 0


def limited(function, argument, wanted):
    try:
        assert function(argument) == wanted
    except RecursionError:
        return 0
    return 1


def functions(rng, index):
    for n in (20, 150, 60):
        limited(down, n, n)
        limited(looping, n, 3 * (n + 1))


def objects(rng, index):
    try:
        node = Node(60)
    except RecursionError:
        return
    limited(Node.length, node, 61)
    limited(lambda n: n + 5, node, 65)
    limited(lambda n: sum(n), node, 60 * 61 // 2)


def endless(rng, index):
    try:
        without_end(0)
        assert False
    except RecursionError:
        pass


def moves(rng, index):
    try:
        sys.setrecursionlimit(100 + rng.below(900))
    except RecursionError:
        pass


race(functions, objects, moves, endless, functions, allow=(RecursionError,))
sys.setrecursionlimit(1000)
assert down(500) == 500
