# Loops over map() and filter() of Python functions, whose frames the loop enters: results, order, errors, tracebacks, what f does meanwhile.
import sys
import traceback
from functools import partial


def double(x):
    return x * 2 + 1


def odd(x):
    return x & 1


class Scale:
    def __init__(self, k):
        self.k = k

    def times(self, x):
        return x * self.k

    def both(self, x, y):
        return x * y + self.k

    def above(self, x):
        return x > self.k


def loops(n):
    s = Scale(3)
    total = 0
    for x in map(double, range(n)):
        total += x
    for x in map(lambda v: v ^ n, list(range(n))):
        total += x
    for x in filter(odd, range(n)):
        total += x
    for x in filter(lambda v: v % 7 == 0, tuple(range(n))):
        total += x
    for x in map(s.times, range(n)):
        total += x
    for x in map(s.both, range(n), [1, 2, 3] * n):
        total += x
    for x in map(s.both, [5] * n, range(n // 2)):
        total += x
    for x in map(lambda a, b, c: a + b - c, range(n), range(n), range(n)):
        total += x
    for x in filter(s.above, range(n)):
        total += x
    for x in map(double, {i: i for i in range(n)}):
        total += x
    for x in map(lambda pair: pair[0] * pair[1], enumerate(range(n))):
        total += x
    for x in map(lambda pair: pair[0] * pair[1], zip(range(n), range(1, n))):
        total += x
    for c in map(lambda c: c + "x", "abé" * n):
        total += len(c)
    for c in filter(lambda c: c != "b", "abc" * n):
        total += len(c)
    for x in map(double, filter(odd, range(n))):
        total += x
    for x in filter(odd, map(double, (x for x in range(n)))):
        total += x
    for x in map(partial(s.both, 2), range(n)):
        total += x
    for x in map(int, ["1", "2"] * n):
        total += x
    for x in map(Scale, range(n)):
        total += x.k
    for x in filter(None, range(n)):
        total += x
    for x in filter(lambda v: [0] * (v & 1), range(n)):
        total += x
    return total + len([y for y in map(double, range(n))]) + sum([y for y in filter(odd, set(range(n)))])


print([loops(300) for _ in range(5)][-1], loops(3), loops(0))


# A StopIteration out of the function ends the loop, not the map.
def stop_at(k):
    def g(x):
        if x == k:
            raise StopIteration
        return x

    got = []
    for it in (map(g, range(60)), filter(g, range(1, 60)), map(g, iter(range(60)))):
        for _ in range(2):
            for x in it:
                got.append(x)
            got.append(None)
    return sum(x or 0 for x in got), len(got), got[-3:]


for k in range(62):
    result = stop_at(k)
print(result, stop_at(0), stop_at(30), stop_at(59))


class Odd:
    """What a filter's function returns: asked for its truth."""
    stops = -1

    def __init__(self, x):
        self.x = x

    def __bool__(self):
        if self.x == Odd.stops:
            raise StopIteration
        if self.x == -Odd.stops:
            raise ValueError("no truth")
        return self.x % 2 == 1


def truths(n):
    total = 0
    try:
        for x in filter(Odd, range(n)):
            total += x
        for x in filter(lambda x: Odd(x), range(n)):
            total += x
    except ValueError as error:
        return total, str(error), [f.name for f in traceback.extract_tb(error.__traceback__)]
    return total


print([truths(100) for _ in range(4)])
Odd.stops = 50
print(truths(100))
Odd.stops = -70
print(truths(100))


def raises_at(k):
    def g(x):
        return 100 // (x - k)

    total = 0
    try:
        for x in map(g, range(400)):
            total += x
    except ZeroDivisionError as error:
        return total, [(f.name, f.lineno) for f in traceback.extract_tb(error.__traceback__)]


for k in (3, 50, 200, 399):
    print(raises_at(k))


# What a function does to the list that is gone through.
def grows(values):
    def g(x):
        if len(values) < 40:
            values.append(x + 1)
        elif x > 30:
            values.clear()
        return x

    return [x for x in map(g, values)], values


print([grows([1, 2]) for _ in range(6)][-1])


def frames(x):
    f = sys._getframe()
    names = []
    while f is not None and len(names) < 3:
        names.append((f.f_code.co_name, f.f_lineno))
        f = f.f_back
    return names


def seen(n):
    last = None
    for last in map(frames, range(n)):
        pass
    for last in filter(lambda x: frames(x)[1][0] == "<lambda>" and x == n - 1, range(n)):
        last = frames(last), last
    return last


print([seen(60) for _ in range(3)][-1])


def in_generator(n):
    for x in map(double, range(n)):
        yield x
    for x in filter(odd, range(n)):
        yield x
    yield from map(double, range(n))
    yield from filter(odd, range(n))


print([sum(in_generator(80)) for _ in range(5)][-1], list(in_generator(3)))


def made(x):
    yield x
    yield x + 1


print([[list(g) for g in map(made, range(30))][-1] for _ in range(4)][-1])


def deep(n):
    if n == 0:
        return 1
    return sum([x for x in map(deep, [n - 1, n - 2 if n > 1 else 0])])


print([deep(9) for _ in range(4)])


def endless(n):
    return [x for x in map(endless, [n + 1])]


for _ in range(2):
    try:
        endless(0)
    except RecursionError as error:
        print(type(error).__name__)


# The function, its code, and what it is change underneath.
def change(n):
    def g(x):
        return x + 1

    def h(x):
        return x - 1

    total = 0
    for f in (g, h, double, lambda x, y=1: x + y, abs, g):
        for x in map(f, range(n)):
            total += x
            if x == n // 2 and f is g:
                g.__code__ = h.__code__
    return total


print([change(90) for _ in range(5)])


def wide(n):
    total = 0
    for x in map(lambda x: x if x % 3 else x + 0.5, range(n)):
        total += x
    for x in map(lambda x: 1 << x, range(n)):
        total += x
    for x in filter(lambda x: x % 1, [i / 2 for i in range(n)]):
        total += x
    return total


print([wide(80) for _ in range(4)][-1])


def handled(n):
    total = 0
    it = map(lambda x: 10 // (x % 7), range(n))
    while True:
        try:
            for x in it:
                total += x
            return total
        except ZeroDivisionError:
            total += 1000


print([handled(200) for _ in range(4)][-1])


def nested(n):
    return [[y for y in map(lambda v: v * x, range(x))] for x in filter(lambda v: v % 3 == 1, range(n))][-2:]


print([nested(30) for _ in range(4)][-1])


def far(n):
    """The jump at the loop's end is a long one."""
    total = 0
    for x in filter(odd, range(n)):
        total += (x + 1) * (x + 2) * (x + 3) - (x + 4) * (x + 5) * (x + 6) + (x + 7) * (x + 8) * (x + 9) - (x + 1) * (x + 2) * (x + 3)
        total += (x + 1) * (x + 2) * (x + 3) - (x + 4) * (x + 5) * (x + 6) + (x + 7) * (x + 8) * (x + 9) - (x + 1) * (x + 2) * (x + 3)
        total += (x + 1) * (x + 2) * (x + 3) - (x + 4) * (x + 5) * (x + 6) + (x + 7) * (x + 8) * (x + 9) - (x + 1) * (x + 2) * (x + 3)
        total += (x + 1) * (x + 2) * (x + 3) - (x + 4) * (x + 5) * (x + 6) + (x + 7) * (x + 8) * (x + 9) - (x + 1) * (x + 2) * (x + 3)
        total += (x + 1) * (x + 2) * (x + 3) - (x + 4) * (x + 5) * (x + 6) + (x + 7) * (x + 8) * (x + 9) - (x + 1) * (x + 2) * (x + 3)
        total += (x + 1) * (x + 2) * (x + 3) - (x + 4) * (x + 5) * (x + 6) + (x + 7) * (x + 8) * (x + 9) - (x + 1) * (x + 2) * (x + 3)
    return total


print([far(120) for _ in range(4)][-1])
