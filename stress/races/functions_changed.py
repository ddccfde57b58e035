# Invariant: calls of a function whose code, defaults, keyword defaults and attributes others replace give what one of its versions gives.
# May vary: which version.  Forbidden: a mix of two versions' code, a value nobody set, a crash.
from _stress import race


def target(a, b=1, *, c=10):
    return a + b + c


def version(n):
    space = {}
    exec(f"def made(a, b=1, *, c=10):\n    x = {n}\n    y = x * 1000\n    assert y == x * 1000\n    return a + b + c + y\n", space)
    return space["made"].__code__


codes = [target.__code__] + [version(n) for n in (1, 2, 3)]
target.limit = 5
sums = {1000 * n for n in range(4)}


def calls(rng, index):
    for i in range(200):
        got = target(i, 2, c=3) - i - 5
        assert got in sums, got


def by_default(rng, index):
    for i in range(200):
        got = target(i) - i
        assert got % 1000 in DEFAULTS, got
        assert got - got % 1000 in sums, got


DEFAULTS = {b + c for b in (1, 4, 7) for c in (10, 20, 30)}


def attributes(rng, index):
    last = 0
    for i in range(200):
        limit = target.limit
        assert type(limit) is int and limit >= 5
        target.mine = i
        assert target.limit >= limit


def changes(rng, index):
    for _ in range(10):
        target.__code__ = rng.choice(codes)
        target.__defaults__ = (rng.choice((1, 4, 7)),)
        target.__kwdefaults__ = {"c": rng.choice((10, 20, 30))}


def counts(rng, index):
    for _ in range(20):
        target.limit += 1


class Holder:
    def method(self, a, b=1, *, c=10):
        return a + b + c


Holder.method = target  # a function that stands in a class too: the first argument is the receiver


class Numbered(int, Holder):
    pass


def methods(rng, index):
    receiver = Numbered(7)
    for i in range(100):
        got = receiver.method(2, c=3) - 12
        assert got in sums, got


def closures(rng, index):
    def make(n):
        def inner(x, k=n):
            return x + n + k
        return inner
    made = [make(n) for n in range(4)]
    for i in range(100):
        f = made[i & 3]
        assert f(i) == i + 2 * (i & 3)
        if i == 50:
            made[1].__code__ = made[2].__code__
            made[2].__defaults__ = (2,)


race(calls, by_default, changes, attributes, counts, methods, closures)
