# Invariant: whoever finds key k in the dict finds f(k) or a text of it, whatever is inserted, deleted, copied or cleared.
# May vary: which keys are there, RuntimeError while iterating.  Forbidden: another value, a torn pair, a crash.
import sys
from _stress import race

shared = {}
# CPython 3.11 dies here once in some hundred runs: during __eq__ another thread replaces the table, and the lookup goes on in
# the old one. There, the race goes without keys whose __eq__ is Python code.
KINDS = 100 if sys.implementation.name == "cpython" else 120


class Key:
    """A key whose __eq__ is Python code, and all of whose instances collide."""

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 4

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


def key_of(rng):
    n = rng.below(KINDS)
    return n if n < 60 else f"k{n}" if n < 100 else Key(n)


def value_of(key):
    return ("value", key.n if isinstance(key, Key) else key)


def writer(rng, index):
    key = key_of(rng)
    action = rng.below(12)
    if action < 5:
        shared[key] = value_of(key)
    elif action < 8:
        shared.pop(key, None)
    elif action == 8:
        shared.setdefault(key, value_of(key))
    elif action == 9:
        shared.update({k: value_of(k) for k in range(10)})
    elif action == 10 and rng.below(50) == 0:
        shared.clear()
    else:
        try:
            k, v = shared.popitem()
            assert v == value_of(k)
        except KeyError:
            pass


def reader(rng, index):
    key = key_of(rng)
    action = rng.below(6)
    if action < 2:
        found = shared.get(key)
        assert found is None or found == value_of(key), (key, found)
    elif action == 2:
        try:
            assert shared[key] == value_of(key)
        except KeyError:
            pass
    elif action == 3:
        for k, v in shared.items():
            assert v == value_of(k)
    elif action == 4:
        for k, v in list(shared.items()) + list(shared.copy().items()):
            assert v == value_of(k)
    else:
        key in shared, len(shared), list(shared), sum(1 for _ in shared.values())


race(writer, reader, writer, reader, allow=(RuntimeError,))
for k, v in shared.items():
    assert v == value_of(k) and shared[k] is v
assert len(shared) == len(list(shared))
