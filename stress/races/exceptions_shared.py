# Invariant: one exception object raised in many threads at once arrives in each as itself; chains and tracebacks can be walked.
# May vary: how the shared object's traceback looks.  Forbidden: another exception, an endless chain, a crash.
from _stress import race

shared = [ValueError("shared", i) for i in range(4)]


class Custom(Exception):
    def __init__(self, n):
        super().__init__(n)
        self.n = n


def thrower(error, depth):
    if depth == 0:
        raise error
    try:
        thrower(error, depth - 1)
    finally:
        pass


def walk(error):
    seen = 0
    while error is not None and seen < 1000:
        tb = error.__traceback__
        length = 0
        while tb is not None and length < 10000:
            tb, length = tb.tb_next, length + 1
        error, seen = error.__context__, seen + 1
    return seen


def worker(rng, index):
    error = rng.choice(shared)
    try:
        thrower(error, rng.below(5))
    except ValueError as caught:
        assert caught is error and caught.args[0] == "shared"
        if rng.below(4) == 0:
            assert walk(caught) >= 1
        caught.__traceback__ = None
    try:
        try:
            raise Custom(index)
        except Custom:
            raise KeyError(index) from None
    except KeyError as caught:
        assert caught.args == (index,) and caught.__context__.n == index
    try:
        try:
            raise error
        except ValueError:
            raise Custom(rng.below(10))
    except Custom as caught:
        assert caught.__context__ is error
        error.__context__ = None
        error.__traceback__ = None


race(worker)
