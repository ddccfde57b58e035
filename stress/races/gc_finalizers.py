# Invariant: each object's __del__ runs at most once, never while the object is reachable; weak references give it whole or None.
# May vary: when, and on which thread.  Forbidden: twice, too early, half an object, a crash.
import gc
import weakref
from _stress import race, THREADS

finalized = [[] for _ in range(THREADS)]


class Item:
    def __init__(self, owner, number):
        self.owner, self.number = owner, number
        self.ring = self
        self.payload = [number] * 3

    def __del__(self):
        assert self.payload == [self.number] * 3
        finalized[self.owner].append(self.number)


made = [0] * THREADS
kept = [None] * 50
refs = [None] * 50


def worker(rng, index):
    number = made[index]
    made[index] += 1
    item = Item(index, number)
    slot = rng.below(50)
    if rng.below(3) == 0:
        refs[slot] = weakref.ref(item)
        kept[slot] = item
    ref = refs[rng.below(50)]
    if ref is not None:
        found = ref()
        if found is not None:
            assert found.payload == [found.number] * 3
    if rng.below(200) == 0:
        gc.collect()


race(worker)
for item in kept:
    if item is not None:
        assert item.number not in finalized[item.owner], "finalized while reachable"
del item
gc.collect()
for index in range(THREADS):
    assert len(finalized[index]) == len(set(finalized[index])), "finalized twice"
    assert set(finalized[index]) <= set(range(made[index]))
