# Invariant: what is put in at either end of a deque comes out once; a bounded deque is never longer than its bound.
# May vary: order.  Forbidden: loss, doubling, an overlong deque, a crash.
from collections import deque
from _stress import race, THREADS

q = deque()
bounded = deque(maxlen=10)
put = [0] * THREADS
got = [[] for _ in range(THREADS)]


def worker(rng, index):
    action = rng.below(4)
    if action < 2:
        item = (index, put[index])
        put[index] += 1
        q.append(item) if action else q.appendleft(item)
        bounded.append(item)
    else:
        try:
            got[index].append(q.pop() if action == 2 else q.popleft())
        except IndexError:
            pass
    assert len(bounded) <= 10


race(worker)
found = sorted([item for mine in got for item in mine] + list(q))
assert found == [(index, n) for index in range(THREADS) for n in range(put[index])]
