# Invariant: a variable shared by closures holds only values its writers stored; each writer's own variable is exact.
# Forbidden: a foreign value, an unbound error for a bound cell, a lost update of the only writer.
from _stress import race, THREADS


def make(index):
    own = 0
    shared = ("start", 0)

    def step():
        nonlocal own
        own += 1
        return own

    def store(value):
        nonlocal shared
        shared = value

    def load():
        return shared

    def rebind():
        nonlocal shared
        value = shared
        del shared
        shared = value
        return value
    return step, store, load, lambda: own


cells = [make(i) for i in range(THREADS)]
steps = [0] * THREADS


def worker(rng, index):
    step, store, load, own = cells[index]
    steps[index] += 1
    assert step() == steps[index] == own()
    _, store, load, other = cells[rng.below(THREADS)]
    store(("stored", rng.below(100)))
    kind, value = load()
    assert kind in ("start", "stored") and 0 <= value < 100
    assert other() >= 0


race(worker)
assert [cell[3]() for cell in cells] == steps
