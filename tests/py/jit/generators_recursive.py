# Recursive generators in compiled loops: walks of trees and nested lists, looked at, raised in, left and gone on with in the middle, with
# levels that others step, of kinds that change, as deep as the recursion limit lets them.
import gc
import sys


class Node:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def walk(self):
        if self.left is not None:
            yield from self.left.walk()
        yield self.value
        if self.right is not None:
            yield from self.right.walk()

    def counted(self, depth=0):
        """Returns something."""
        count = 1
        if self.left is not None:
            count += yield from self.left.counted(depth + 1)
        got = yield depth, self.value
        if got:
            count += got
        if self.right is not None:
            count += yield from self.right.counted(depth + 1)
        return count

    def guarded(self, log):
        try:
            if self.left is not None:
                yield from self.left.guarded(log)
            yield self.value
            if self.right is not None:
                yield from self.right.guarded(log)
        finally:
            log.append(self.value)


def tree(low, high):
    if low == high:
        return None
    middle = (low + high) // 2
    return Node(tree(low, middle), middle, tree(middle + 1, high))


def total(root):
    s = 0
    for value in root.walk():
        s += value
    return s


root = tree(0, 700)
print([total(root) for _ in range(6)])
print(sum(root.walk()), max(x * 2 for x in root.walk()), len(list(root.walk())), all(x >= 0 for x in root.walk()))


def counts(root):
    deepest = weighted = 0
    for depth, value in root.counted():
        if depth > deepest:
            deepest = depth
        weighted += depth * value
    return deepest, weighted


def returned(root):
    count = yield from root.counted()
    yield "returned", count


print([counts(root) for _ in range(3)], list(returned(root))[-1])


# Left in the middle, and gone on with elsewhere.
def first(walk, n):
    found = []
    for value in walk:
        found.append(value)
        if len(found) == n:
            break
    return found


for _ in range(3):
    walk = root.walk()
    parts = [first(walk, n) for n in (1, 150, 3, 250, 7)]
    print([p[-1] for p in parts], next(walk), sum(walk), walk.gi_frame)

log = []
walk = root.guarded(log)
print(first(walk, 333)[-1], len(log), walk.close(), log[-9:])
log.clear()
print(sum(root.guarded(log)), len(log), log[-4:])
walk = root.counted()
got = [next(walk)]
for i in range(650):
    got.append(walk.send(i % 3))
print(got[-1], first(walk, 20)[-1])


# Values that change: other kinds of numbers, objects, and nodes of another class.
class Lazy:
    def __init__(self, n):
        self.n = n

    def walk(self):
        for i in range(self.n):
            yield i
        yield from [1.5, 2.5]
        yield from (x for x in range(self.n, 0, -1))


mixed = tree(0, 300)
for i, node in enumerate([mixed.left.left, mixed.right.left, mixed.left.right.right, mixed.right.right.right]):
    node.value = [0.25, 10**20, True, 1 << 61][i]
    node.left = Lazy(i + 2)
print([total(mixed) for _ in range(5)])


# Raised in the leaf, and seen by the loop.
class Failing(Node):
    def walk(self):
        if self.left is not None:
            yield from self.left.walk()
        yield 100 // self.value
        if self.right is not None:
            yield from self.right.walk()


def failing(low, high):
    if low == high:
        return None
    middle = (low + high) // 2
    return Failing(failing(low, middle), middle, failing(middle + 1, high))


def sums(root):
    s, walk = 0, root.walk()
    try:
        for value in walk:
            s += value
    except ZeroDivisionError as e:
        tb, names = e.__traceback__, []
        while tb is not None:
            names.append(tb.tb_frame.f_code.co_name + str(tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
            tb = tb.tb_next
        return s, names, walk.gi_frame
    return s


bad = failing(-200, 500)
good = failing(1, 500)
for _ in range(4):
    print(sums(good), sums(bad))


# What the leaf calls sees all levels.
def depth_of(frame):
    n = 0
    while frame.f_code.co_name == "looking":
        frame, n = frame.f_back, n + 1
    return n, frame.f_code.co_name


kept = []


def looking(n, keep):
    if n:
        yield from looking(n - 1, keep)
    yield depth_of(sys._getframe())
    if keep and n % 5 == 2:
        kept.append(sys._getframe())
    yield n
    if n > 1:
        yield from looking(n - 2, keep)


def look(n, keep):
    deep, s = 0, 0
    for found in looking(n, keep):
        if found.__class__ is tuple:
            deep = max(deep, found[0])
            assert found[1] == "look", found
        else:
            s += found
    return deep, s


print([look(12, False) for _ in range(3)], look(12, True), len(kept), {f.f_code.co_name for f in kept}, sum(f.f_locals["n"] for f in kept))
kept.clear()


def running(box, n):
    if n:
        yield from running(box, n - 1)
    try:
        next(box[0])
    except ValueError as e:
        yield str(e) == "generator already executing", box[0].gi_running
    yield n
    if n > 1:
        yield from running(box, n - 2)


def run(n):
    box = [None]
    box[0] = running(box, n)
    found = 0
    for x in box[0]:
        found += x == (True, True)
    return found, box[0].gi_running


print(run(11), run(11))


# Others step a level below.
def level(inner, n, box):
    box.append(inner)
    if n == 0:
        yield from inner
    else:
        yield from level(inner, n - 1, box)


def stepped(n):
    box, found = [], []
    inner = iter(range(n))
    g = level((x for x in inner), 6, box)
    for value in g:
        found.append(value)
        if value % 10 == 5:
            found.append(("own", next(box[0], "end")))
    return len(found), found[-5:]


print(stepped(1000))


# Collections while a chain is held.
def collecting(n):
    if n % 9 == 4:
        gc.collect(0)
    junk = [[n] for _ in range(20)]
    if n:
        yield from collecting(n - 1)
    yield len(junk)
    if n > 2:
        yield from collecting(n - 3)


print([sum(x for x in collecting(13)) for _ in range(3)])


# The loop itself is in a function, in a generator, and in another loop over such.
def permutations(items):
    if len(items) <= 1:
        yield items
        return
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [items[i]] + rest


def flatten(items):
    for item in items:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


def evens(items):
    for x in flatten(items):
        if x % 2 == 0:
            yield x


nested = []
for i in range(40):
    nested = [i, nested, -i, [i, [i + 1, [i + 2]]]]
print(sum(evens([nested] * 30)), len([x for _ in range(20) for x in flatten(nested)]), sum(len(p) * p[0] for p in permutations([1, 2, 3, 4, 5, 6])))


def hanoi(n, a, b, c):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a, c
        yield from hanoi(n - 1, b, a, c)


def moves(n):
    pegs = {"a": list(range(n, 0, -1)), "b": [], "c": []}
    for source, target in hanoi(n, "a", "b", "c"):
        disk = pegs[source].pop()
        assert not pegs[target] or pegs[target][-1] > disk
        pegs[target].append(disk)
    return pegs


print(moves(10))


# The recursion limit.
def down(n):
    yield n
    if n:
        yield from down(n - 1)


def depth_reached():
    deepest = 0
    try:
        for deepest, _ in enumerate(down(10**6)):
            pass
    except RecursionError:
        pass
    return deepest


limit = sys.getrecursionlimit()
reached = set()
for _ in range(8):
    reached.add(depth_reached())
print(len(reached), 0 <= limit - max(reached) < 40)
print([sum(1 for _ in down(n)) for n in (100, 200, 300, 400, 500, 600, 700, 800, 900)])
