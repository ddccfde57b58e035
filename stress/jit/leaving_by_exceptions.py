# Flags: --jit=on --jit-hot-loop=4 --jit-hot-exit=2
# Invariant: exceptions through compiled loops, deep recursion below and above them, and generators closed in the middle leave every
#   thread where it was; sums are right.  Forbidden: a crash, a frame too many in a traceback, a lost exception.
import sys
from _jit_stress import race, report


class Fault(Exception):
    pass


class Shape:
    limit = 50

    def check(self, i):
        if i % 17 == 13:
            raise Fault(i)
        return i


class Strict(Shape):
    def check(self, i):
        if i % 11 == 7:
            raise KeyError(i)
        return i + 1


def tries(n, shape):
    total = 0
    for i in range(n):
        try:
            total += shape.check(i)
        except Fault as fault:
            total += fault.args[0] * 2
        except KeyError as error:
            total -= error.args[0]
    return total


def plain(n, shape):
    total = 0
    for i in range(n):
        if isinstance(shape, Strict):
            total += -i if i % 11 == 7 else i + 1
        else:
            total += 2 * i if i % 17 == 13 else i
    return total


WANTED = {cls: plain(200, cls()) for cls in (Shape, Strict)}


def catches(rng, index):
    shapes = [Shape(), Strict()]
    for shape in shapes:
        assert tries(200, shape) == WANTED[type(shape)]


def through(n):
    """An exception that leaves three compiled loops."""
    total = 0
    for a in range(n):
        for b in range(n):
            for c in range(n):
                total += c
                if a * n * n + b * n + c == n * n * n - 2:
                    raise Fault(total)
    return None


def leaves(rng, index):
    try:
        through(12)
    except Fault as fault:
        assert fault.args[0] == 144 * 66 - 11
        entries, tb = 0, fault.__traceback__
        while tb is not None:
            entries, tb = entries + 1, tb.tb_next
        assert entries == 2, entries
    else:
        assert False


def down(n):
    total = 0
    for i in range(3):
        total += i
    return total if n == 0 else total + down(n - 1)


def without_end(n):
    for i in range(2):
        n += i
    return without_end(n) + 1


def recurses(rng, index):
    assert down(150) == 3 * 151
    try:
        without_end(0)
    except RecursionError:
        pass
    else:
        assert False


def numbers(n):
    try:
        for i in range(n):
            yield i
    finally:
        closed.append(n)


closed = []


def closes(rng, index):
    for _ in range(5):
        g = numbers(300)
        total = 0
        for i in g:
            total += i
            if i == 100 + rng.below(100):
                break
        g.close()
        assert total == i * (i + 1) // 2
    del closed[:]


race(catches, leaves, recurses, closes, catches, leaves, catches, closes)
report()
