# Invariant: a list sorted by one thread while others append keeps every appended element, or sort raises ValueError.
# May vary: the order.  Forbidden: loss, doubling, a crash; a comparison that runs under a lock would deadlock here.
from _stress import race, THREADS

shared = []
counts = [0] * THREADS


class Item:
    def __init__(self, owner, number):
        self.owner, self.number = owner, number

    def __lt__(self, other):
        len(shared)  # touches the list that is being sorted
        return self.number < other.number


def sorter(rng, index):
    snapshot = sorted(shared)
    assert all(not b < a for a, b in zip(snapshot, snapshot[1:]))
    if rng.below(20) == 0:
        try:
            copy = list(shared)
            copy.sort(key=lambda item: -item.number)
        except ValueError:
            pass


def appender(rng, index):
    if counts[index] < 3000:
        shared.append(Item(index, rng.below(100)))
        counts[index] += 1


race(sorter, appender, appender)
owners = [0] * THREADS
for item in shared:
    owners[item.owner] += 1
assert owners == counts, (owners, counts)
assert len({id(item) for item in shared}) == len(shared)
