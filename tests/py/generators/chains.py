# Chains of delegations, `yield from` and await: what is sent, thrown and looked at on every level, a chain that others shorten, lengthen,
# run or close between two steps, what each level handles, and how deep it may go.
import sys
import types


def leaf(n):
    got = None
    for i in range(n):
        got = yield i if got is None else (i, got)
    return "leaf"


def level(inner, name):
    result = yield from inner
    return name + " " + str(result)


def chain(inner, depth):
    for i in range(depth):
        inner = level(inner, str(i))
    return inner


def drain(g):
    try:
        while True:
            yield next(g)
    except StopIteration as e:
        yield "returned", e.value


print(list(drain(chain(leaf(3), 5))))
print(list(drain(chain(iter([1, 2]), 3))), list(drain(chain([5, 6], 1))))

g = chain(leaf(4), 6)
print(next(g), g.send("a"), g.send(None), g.send("b"))
try:
    g.send("c")
except StopIteration as e:
    print(e.value)


# Somebody else steps, ends or closes a level in the middle.
bottom = leaf(10)
middle = chain(bottom, 3)
top = chain(middle, 3)
print(next(top), next(bottom), next(top), next(middle), next(top), next(top))
print(top.gi_yieldfrom.gi_yieldfrom.gi_yieldfrom is middle, middle.gi_yieldfrom.gi_yieldfrom.gi_yieldfrom is bottom, bottom.gi_yieldfrom)
print(list(bottom))
print(list(drain(top)), middle.gi_frame, middle.gi_yieldfrom)

bottom = leaf(10)
middle = chain(bottom, 2)
top = chain(middle, 2)
print(next(top), next(top), middle.close(), list(drain(top)), list(bottom))

bottom = leaf(10)
top = chain(bottom, 4)
print(next(top), next(top), bottom.close(), list(drain(top)))


# Two chains with one end.
bottom = leaf(9)
one, two = chain(bottom, 3), chain(chain(bottom, 2), 2)
print([next(g) for g in (one, two) * 4], next(two), list(drain(one)), list(drain(two)))


# A level that runs is asked for again.
def asks(box):
    yield 1
    for g in box:
        try:
            yield next(g)
        except ValueError as e:
            yield str(e)
    yield [g.gi_running for g in box], [g.gi_yieldfrom for g in box[2:]]


box = []
bottom = asks(box)
middle = chain(bottom, 2)
top = chain(middle, 2)
box += [top, middle, bottom]
print(list(drain(top)), [g.gi_running for g in box])


# Frames and tracebacks from inside.
def names(depth=12):
    f, found = sys._getframe(1), []
    while f is not None and len(found) < depth:
        found.append(f.f_code.co_name)
        f = f.f_back
    return found


def looks():
    yield names()
    yield names()
    yield names()
    raise KeyError("end")


def reads(g):
    found = [next(g), next(g)]
    for x in g:
        found.append(x)
        break
    return found


top = chain(looks(), 3)
for found in reads(top):
    print(found)
try:
    next(top)
except KeyError as e:
    tb, lines = e.__traceback__, []
    while tb is not None:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    print(lines[1:], top.gi_frame)


# Thrown in, handled on some level, and what each level handles meanwhile.
def handling(inner, name, kind):
    try:
        raise kind(name)
    except kind:
        while True:
            try:
                yield repr(sys.exc_info()[1])
                result = yield from inner
                yield repr(sys.exc_info()[1])
                return result
            except LookupError as e:
                inner = leaf(2)
                yield name, repr(e), repr(e.__context__)


def lookers(n):
    for i in range(n):
        yield repr(sys.exc_info()[1])


top = level(handling(level(handling(lookers(3), "inner", ValueError), "between"), "outer", TypeError), "top")
try:
    raise OSError("ours")
except OSError:
    print([next(top) for _ in range(4)], repr(sys.exc_info()[1]))
print([next(top) for _ in range(2)])
print(top.throw(IndexError(1)), next(top), next(top), repr(sys.exc_info()[1]))
print(top.throw(KeyError(2)), [next(top) for _ in range(3)])
print(list(drain(top)))


# Closed: every level's finally, from the inside.
def closing(inner, name, log):
    try:
        yield from inner
    finally:
        log.append(name)


log = []
top = closing(closing(closing(leaf(5), "a", log), "b", log), "c", log)
print(next(top), next(top), top.close(), log)
log = []
top = closing(closing(closing(leaf(5), "a", log), "b", log), "c", log)
print(next(top), next(top))
try:
    top.throw(ZeroDivisionError("thrown"))
except ZeroDivisionError as e:
    print(e, log)


# Trees, walked by recursion.
class Node:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def walk(self):
        if self.left:
            yield from self.left.walk()
        sent = yield self.value
        if sent:
            self.value += sent
        if self.right:
            yield from self.right.walk()


def tree(low, high):
    if low == high:
        return None
    middle = (low + high) // 2
    return Node(tree(low, middle), middle, tree(middle + 1, high))


root = tree(0, 1000)
print(sum(root.walk()), list(root.walk()) == list(range(1000)))
walk = root.walk()
next(walk)
for i in range(999):
    walk.send(i % 7)
print(sum(root.walk()), max(root.walk()))


def flatten(items):
    for item in items:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


nested = []
for i in range(60):
    nested = [i, nested, -i]
print(sum(flatten([nested, [1, [2, [3]]], 4])), len(list(flatten([nested] * 20))))


# As deep as the limit lets them, and no deeper.
def deep(n):
    yield from (deep(n - 1) if n else leaf(3))


limit = sys.getrecursionlimit()
used = len(names(10**6))
print(list(deep(limit - used - 60)))
walk = deep(limit - used - 60)
next(walk)
sys.setrecursionlimit(limit // 2)
try:
    next(walk)
except RecursionError as e:
    print(e)
sys.setrecursionlimit(limit)
print(list(walk))


# Coroutines.
@types.coroutine
def suspend(value):
    return (yield value)


async def waits(n):
    return [await suspend(i) for i in range(n)]


async def passes(inner, depth):
    return await (passes(inner, depth - 1) if depth else inner)


def run(coroutine):
    seen = []
    try:
        while True:
            seen.append(coroutine.send(len(seen) or None))
    except StopIteration as e:
        return seen, e.value


print(run(passes(waits(4), 6)))
c = passes(waits(4), 6)
print(c.send(None), c.send("x"), c.cr_await.cr_await.cr_running, c.cr_await.cr_await.__name__)
try:
    c.cr_await.send(None) and c.throw(ValueError("into"))
except ValueError as e:
    print(repr(e))
c.close()


async def numbers(n):
    for i in range(n):
        await passes(waits(1), 3)
        yield i


async def sums():
    return sum([x async for x in numbers(5)])


print(run(passes(sums(), 3)))
