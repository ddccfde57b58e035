# Invariant: an iterator shared by all threads yields only elements of its list, and once exhausted it stays so.
# May vary: repeats and gaps between threads.  Forbidden: a foreign value, an element after the end, a crash.
from _stress import race, together, THREADS

elements = [object() for _ in range(500)]
allowed = {id(element) for element in elements}
state = {"iterator": iter(elements)}


def worker(rng, index):
    iterator = state["iterator"]
    for _ in range(50):
        try:
            value = next(iterator)
        except StopIteration:
            assert next(iterator, None) is None
            if rng.below(THREADS) == 0:
                state["iterator"] = iter(elements) if rng.below(2) else reversed(elements)
            return
        assert id(value) in allowed


def consume(iterator):
    return [value for value in iterator]


def pairs(iterator):
    out = []
    for a, b in iterator:
        out.append((a, b))
    return out


race(worker)
for make in (lambda: iter(range(10000)), lambda: iter(tuple(range(10000))), lambda: iter({i: i for i in range(10000)}), lambda: enumerate(range(10000)), lambda: zip(range(10000)), lambda: enumerate(list(range(10000))),
             lambda: zip(list(range(10000)), range(10000)), lambda: map(int, range(10000)), lambda: iter("x" * 10000)):
    iterator = make()
    wanted = set(make())
    take = pairs if isinstance(next(make()), tuple) and len(next(make())) == 2 else consume
    assert len(take(make())) == 10000  # alone: what compiled code does then must not be done by several
    numbered = isinstance(iterator, enumerate)
    for values in together(THREADS, lambda index: take(iterator)):
        assert all(a == b for a, b in values) if numbered else True
        if not isinstance(iterator, zip) or take is consume:  # rows of a shared zip may mix items
            assert set(values) <= wanted
    assert next(iterator, "end") == "end"
