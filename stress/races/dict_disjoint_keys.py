# Invariant: each thread alone writes its keys of one dict, so it always reads back what it wrote last; deleted stays deleted.
# May vary: order between threads.  Forbidden: a lost or foreign value, a wrong length at the end, a crash.
from _stress import race, THREADS

shared = {}
mine = [{} for _ in range(THREADS)]


def worker(rng, index):
    own = mine[index]
    for _ in range(20):
        key = (index, rng.below(300)) if rng.below(2) else rng.below(300) * THREADS + index
        action = rng.below(5)
        if action < 3:
            value = rng.below(1000000)
            shared[key] = own[key] = value
        elif action == 3:
            assert shared.pop(key, None) == own.pop(key, None)
        else:
            assert shared.get(key) == own.get(key), (key, shared.get(key), own.get(key))
            assert (key in shared) == (key in own)


race(worker)
together = {}
for own in mine:
    together.update(own)
assert shared == together
assert len(shared) == len(together) == len(list(shared))
