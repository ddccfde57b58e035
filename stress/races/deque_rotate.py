# Invariant: a deque rotated by many threads keeps exactly its elements.  May vary: their order.  Forbidden: loss, doubling, a crash.
from collections import deque
from _stress import race

d = deque(range(100))


def rotate(rng, index):
    d.rotate(rng.below(7) - 3)


def exchange(rng, index):
    with lock:
        if rng.below(2):
            d.append(d.popleft())
        else:
            d.appendleft(d.pop())


def read(rng, index):
    snapshot = list(d)
    assert set(snapshot) <= set(range(100)), snapshot
    assert 0 <= d[rng.below(90)] < 100
    d.count(5), 7 in d, len(d), d.copy()


import threading
lock = threading.Lock()
race(rotate, exchange, read, rotate, allow=(RuntimeError, IndexError))
assert sorted(d) == list(range(100)), sorted(d)
