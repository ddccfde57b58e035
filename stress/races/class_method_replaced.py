# Invariant: a call finds one of the versions a class has had, and never an older one after a newer one.
# May vary: when a change is seen.  Forbidden: a mixture of versions, a step back, a stale method after the writer is joined.
from _stress import race


class Version:
    number = 0

    def get(self):
        return 0


class Derived(Version):
    pass


objects = [Version(), Derived(), Version()]
seen = {}


def make(n):
    return lambda self: n


def writer(rng, index):
    n = Version.number + 1
    Version.get = make(n)
    Version.number = n


def reader(rng, index):
    last = seen.get(index, 0)
    for _ in range(50):
        value = rng.choice(objects).get()
        assert value >= last, (value, last)
        last = value
        number = Version.number
        assert number <= rng.choice(objects).get(), "the method is published before the number"
    seen[index] = last


def one_writer(rng, index):
    (writer if index == 0 else reader)(rng, index)


race(one_writer)
assert all(thing.get() == Version.number for thing in objects)
