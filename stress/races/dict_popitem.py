# Invariant: each item of a dict, set, deque or list that all threads empty at once is taken exactly once.
# May vary: by whom.  Forbidden: an item taken twice or by nobody, a crash at the end.
from collections import deque
from _stress import together, THREADS, SECONDS, SEED
import time

N = 1000


def drain(take, error):
    taken = []
    while True:
        try:
            taken.append(take())
        except error:
            return taken


deadline = time.monotonic() + SECONDS
rounds = 0
while time.monotonic() < deadline:
    d, s, q, l = {i: -i for i in range(N)}, set(range(N)), deque(range(N)), list(range(N))
    for take, error in ((d.popitem, KeyError), (s.pop, KeyError), (q.popleft, IndexError), (l.pop, IndexError)):
        taken = sorted(item for mine in together(THREADS, lambda index: drain(take, error)) for item in mine)
        wanted = [(i, -i) for i in range(N)] if take == d.popitem else list(range(N))
        assert taken == wanted, (take, len(taken))
    assert not d and not s and not q and not l
    rounds += 1
print(f"dict_popitem.py: {rounds} rounds by {THREADS} threads, seed {SEED}")
