# Generators consumed by compiled loops: the resume is followed into their frames and back at the yield.


def squares(n):
    for i in range(n):
        yield i * i


def consume(n):
    total = 0
    for x in squares(n):
        total += x
    return total


def two_places(n):
    for i in range(n):
        yield i
        if i % 3 == 0:
            yield -i


def two(n):
    total = 0
    for x in two_places(n):
        total = total * 3 + x & 0xffff
    return total


def filtered(values, bits):
    for value in values:
        if value & bits:
            yield value


def pipeline(n):
    total = 0
    for x in filtered(filtered(squares(n), 1), 6):
        total += x
    return total


def floats(n, x):
    step = 0.5
    for i in range(n):
        x += step
        step = step * 1.0001
        yield x


def of_floats(n):
    total = 0.0
    for x in floats(n, 1.25):
        total += x * 2.0
    return round(total, 6)


def mixed(n):
    value = 1
    for i in range(n):
        yield value
        value = value * 3 if i % 7 else "s" if i % 14 else 2.5 if i % 21 == 0 else 1
        if isinstance(value, str) and len(value) > 40:
            value = 1


def of_mixed(n):
    kinds = {}
    for x in mixed(n):
        name = type(x).__name__
        kinds[name] = kinds.get(name, 0) + 1
    return sorted(kinds.items())


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, (a + b) % 1000003


def until(n):
    total = 0
    for x in fibonacci():
        n -= 1
        if n < 0:
            break
        total += x
    return total


def returning(n):
    total = 0
    for i in range(n):
        total += i
        yield total
    return total * 2


def delegating(n):
    first = yield from returning(n)
    second = yield from returning(n // 2)
    yield first + second
    return [first, second]


def deep(n, depth):
    if depth == 0:
        yield from range(n)
        return depth
    return (yield from deep(n, depth - 1)) + 1


def delegated(n):
    total = 0
    for x in delegating(n):
        total += x
    for x in deep(n, 3):
        total -= x
    return total


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right


def tree(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Node(middle, tree(low, middle), tree(middle + 1, high))


def walk(n):
    root = tree(0, n + 1)
    total = 0
    for _ in range(5):
        for x in root:
            total = (total * 31 + x) % 65521
    return total


def averaging():
    total = count = 0
    mean = None
    while True:
        total += yield mean
        count += 1
        mean = total // count


def sends(n):
    mean = averaging()
    next(mean)
    last = 0
    for i in range(n):
        last += mean.send(i)
    return last


def expressions(n):
    total = 0
    for x in (i * 2 for i in range(n) if i % 3):
        total += x
    for pair in ((i, j) for i in range(n // 10) for j in range(3)):
        total += pair[0] * pair[1]
    return total, sum(i * i for i in range(n)), [x for x in squares(n // 10)][-1:], any(x > 500 for x in squares(n))


def fresh(n):
    total = 0
    for i in range(n):
        for x in squares(i % 6):
            total += x
        for x in (i + k for k in (1, 2, 3)):
            total -= x
    return total


def zipped(n):
    total = 0
    for a, b in zip(squares(n), returning(n)):
        total += a - b
    for i, x in enumerate(squares(n)):
        total += i * x
    return total


def closures(n):
    step = 3

    def inner(k):
        nonlocal step
        for i in range(k):
            step += 1
            yield i * step

    total = 0
    for x in inner(n):
        total += x
    return total, step


def helper(a, b=2):
    return a * b + 1


def calling(n):
    for i in range(n):
        yield helper(i) + helper(i, 3) + len(str(i))


def calls(n):
    total = 0
    for x in calling(n):
        total += helper(x)
    return total


def in_a_row(n):
    for i in range(n):
        got = max((yield i), 3, (yield i + 1))
        yield got


def rows(n):
    total = 0
    g = in_a_row(n)
    try:
        value = next(g)
        while True:
            total += value
            value = g.send(value)
    except StopIteration:
        pass
    return total


for f in (consume, two, pipeline, of_floats, of_mixed, until, delegated, walk, sends, expressions, fresh, zipped, closures, calls, rows):
    for n in (0, 1, 2, 30, 400):
        print(f.__name__, n, f(n))


def flat(n):
    yield from range(n)
    yield from [1, 2, 3] * n
    yield from (4, 5)
    for part in ((i, i + 1) for i in range(n)):
        yield from part
    last = yield from {1: "a", 2: "b"}
    yield last is None


def sent_to_a_list(n):
    def lists():
        while True:
            yield from [1, 2]

    g = lists()
    total, seen = 0, None
    for i in range(n):
        total += next(g)
    try:
        next(g)
        g.send(5)
    except AttributeError as e:
        seen = str(e)
    return total, seen


for n in (0, 1, 5, 200):
    print(sum(flat(n)), len([x for x in flat(n) if x]), [x for x in flat(n)][-3:], sent_to_a_list(n))
