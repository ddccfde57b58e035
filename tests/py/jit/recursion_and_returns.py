# Functions whose own code is compiled: recursion, returns to many callers, and everything that ends it early.
import sys
import traceback


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


print(fib(18), [fib(i) for i in range(12)], ack(2, 30))


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


print(even(500), odd(500), [even(i) for i in range(6)])


def search(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            return i
    return -1


def callers(n):
    first = second = third = 0
    for i in range(n):
        first += search([1, 2, 3, 4, 5], i % 7)
        second += search("abcde", "abcdefg"[i % 7])
        if i % 3 == 0:
            third -= search((1.5, 2.5, i), i)
    return first, second, third


print(callers(300))


class Tree:
    def __init__(self, depth):
        self.left = Tree(depth - 1) if depth else None
        self.right = Tree(depth - 1) if depth else None

    def count(self):
        return 1 + (self.left.count() + self.right.count() if self.left else 0)

    def paths(self, path=""):
        if self.left is None:
            return [path]
        return self.left.paths(path + "l") + self.right.paths(path + "r")

    def __add__(self, other):
        total = 0
        for tree in (self, other):
            total += tree.count()
        return total


tree = Tree(7)
print(tree.count(), tree.paths()[37], tree + tree, len(Tree(5).paths()))


def endless(n):
    return endless(n + 1) + 1


for attempt in range(3):
    try:
        endless(0)
    except RecursionError as error:
        print(error, len(traceback.extract_tb(error.__traceback__)) > 500)


def fails_at(n, where):
    total = 0
    while total < 3:
        total += 1
    if n == where:
        raise ValueError(n)
    return fails_at(n - 1, where) + total


for where in (40, 3, 0):
    for attempt in range(4):
        try:
            fails_at(60, where)
        except ValueError as error:
            lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__)]
            print(error, len(lines), sorted(set(lines)))


def depth_seen(n):
    i = 0
    while i < 3:
        i += 1
    if n == 0:
        depth, frame = 0, sys._getframe()
        while frame is not None and frame.f_code.co_name == "depth_seen":
            assert frame.f_locals["i"] == 3 and frame.f_locals["n"] == depth
            depth += 1
            frame = frame.f_back
        return depth
    return depth_seen(n - 1)


print([depth_seen(n) for n in (0, 1, 5, 30, 31, 32, 33, 34, 35, 36)])


def key(item):
    weight = 0
    for c in item:
        weight = weight * 3 + ord(c)
    return weight


def numbers(n):
    for i in range(n):
        yield search([0, 1, 2, 3], i % 5)


for attempt in range(5):
    print(sorted(["pond", "duck", "reed", "eider"] * 2, key=key)[::3], sum(numbers(50)), max("quack", key=key))


def big(n):
    return n if n > 2 ** 70 else big(n * 3 + 1)


def mixed(n, value):
    if n == 0:
        return value
    return mixed(n - 1, value if n % 2 else -value)


print(big(1), [mixed(i, v) for i in range(20, 24) for v in (1, 2.5, 2 ** 62, 1e300)])


def swap_while_running(n):
    global helper
    if n == 20:
        def helper(x):
            return x * 1000
    return helper(n) + (swap_while_running(n - 1) if n else 0)


def helper(x):
    for _ in range(2):
        x += 1
    return x


original = helper
for attempt in range(4):
    helper = original
    print(swap_while_running(40))
