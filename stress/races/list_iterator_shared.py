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


race(worker)
for make in (lambda: iter(range(10000)), lambda: iter(tuple(range(10000))), lambda: iter({i: i for i in range(10000)}), lambda: enumerate(range(10000)), lambda: zip(range(10000)), lambda: map(int, range(10000)), lambda: iter("x" * 10000)):
    iterator = make()
    wanted = set(make())
    for values in together(THREADS, lambda index: [value for value in iterator]):
        assert set(values) <= wanted
    assert next(iterator, "end") == "end"
