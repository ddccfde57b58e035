# Invariant: endless recursion ends in RecursionError in every thread, and the thread goes on working.
# Forbidden: a crash of the native stack, an error in a thread that does not recurse.
import threading
from _stress import race


def down(n):
    return down(n + 1) + 1


class Endless:
    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __getattr__(self, name):
        return getattr(self, name + "x")


def nested(n):
    result = []
    for _ in range(n):
        result = [result]
    return result


endless = Endless()


def worker(rng, index):
    action = rng.below(6)
    try:
        if action == 0:
            down(0)
        elif action == 1:
            repr(endless)
        elif action == 2:
            endless == endless
            endless == 5
        elif action == 3:
            endless.name
        elif action == 4:
            repr(nested(400000))
        else:
            nested(400000) == nested(400000)
        raise AssertionError("no RecursionError")
    except RecursionError:
        pass
    assert sum(range(100)) == 4950


def calm(rng, index):
    def depth(n):
        return 0 if n == 0 else 1 + depth(n - 1)
    assert depth(200) == 200


race(worker, calm)
