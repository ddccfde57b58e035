# Invariant: a generator that delegates, shared by threads that resume it and threads that close it or throw into it: what its delegate
#   raises for them is in the generator before anybody else resumes it.
# May vary: who gets what.  Forbidden: a delegate that ended by an exception gave a result.
from _stress import race


class Thrown(Exception):
    pass


def inner():
    while True:
        yield 1


def outer(depth):
    result = yield from (outer(depth - 1) if depth else inner())
    assert False, result


shared = [outer(0)]


def resumes(rng, index):
    for i in range(1000):
        try:
            next(shared[0])
        except (ValueError, StopIteration, Thrown):
            pass


def ends(rng, index):
    for i in range(1000):
        made = shared[0] = outer(i % 3)
        try:
            if i % 4 < 2:
                next(made)
            if i % 2:
                made.close()
            else:
                made.throw(Thrown)
        except (ValueError, StopIteration, Thrown):
            pass


race(resumes, resumes, ends, ends)
