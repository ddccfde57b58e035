# Invariant: an instance with more attributes than fit into it keeps them all when several threads ask for its __dict__ at once,
# and a store that one of them makes meanwhile is not lost.  May vary: who converts it.  Forbidden: a lost, absent or foreign value,
# two different dictionaries, a crash.
import copyreg  # imported lazily by __reduce_ex__: not by several threads at once in python3.11
import threading

from _stress import race, scaled, together, THREADS

ATTRIBUTES = 30


class Wide:
    pass


class Narrow:
    def __init__(self):
        self.a0 = ("a0", 0)


def fill(thing):
    for i in range(ATTRIBUTES):
        setattr(thing, f"a{i}", (f"a{i}", 0))
    return thing


pond = [fill(Wide()) for _ in range(8)]


def check(attributes):
    assert len(attributes) == ATTRIBUTES, len(attributes)
    for name, value in attributes.items():
        assert value[0] == name, (name, value)


def converter(rng, index):
    thing = pond[rng.below(len(pond))]
    own = f"a{ATTRIBUTES - 1 - index}"
    action = rng.below(4)
    if action == 0:
        check(dict(vars(thing)))
    elif action == 1:
        mine = (own, rng.below(1000))
        setattr(thing, own, mine)
        first = vars(thing)
        assert getattr(thing, own) is mine, (own, getattr(thing, own), mine)
        assert vars(thing) is first and first[own] is mine
    elif action == 2:
        check(thing.__reduce_ex__(2)[2])
    else:
        pond[rng.below(len(pond))] = fill(Wide() if rng.below(2) else Narrow())


gate = threading.Barrier(THREADS)
newest = [None]


def converted_at_once(index):
    for round in range(scaled(300, 30)):
        if gate.wait() == 0:
            newest[0] = fill(Narrow())
        gate.wait()
        thing = newest[0]
        own = f"a{index}"
        mine = (own, round)
        setattr(thing, own, mine)
        attributes = vars(thing)
        assert attributes is thing.__dict__ and getattr(thing, own) is mine and attributes[own] is mine
        check(dict(attributes))


race(converter)
together(THREADS, converted_at_once)
