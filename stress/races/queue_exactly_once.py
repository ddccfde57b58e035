# Invariant: what is put into a queue is taken exactly once, in order for each producer and consumer pair.
# Forbidden: loss, doubling, one producer's items out of order for one consumer, a hang.
import queue
from _stress import race, THREADS

queues = [queue.Queue(), queue.Queue(maxsize=3), queue.SimpleQueue()]
put = [[0] * len(queues) for _ in range(THREADS)]
got = [[[] for _ in queues] for _ in range(THREADS)]


def producer(rng, index):
    which = rng.below(len(queues))
    item = (index, put[index][which])
    try:
        queues[which].put(item, timeout=0.001) if which == 1 else queues[which].put(item)
    except queue.Full:
        return
    put[index][which] += 1


def consumer(rng, index):
    which = rng.below(len(queues))
    try:
        got[index][which].append(queues[which].get(timeout=0.001) if rng.below(2) else queues[which].get_nowait())
    except queue.Empty:
        pass


race(producer, consumer)
for which, q in enumerate(queues):
    rest = []
    while not q.empty():
        rest.append(q.get())
    everything = [item for mine in got for item in mine[which]] + rest
    assert sorted(everything) == [(index, n) for index in range(THREADS) for n in range(put[index][which])]
    for mine in [g[which] for g in got] + [rest]:
        last = {}
        for owner, n in mine:
            assert n > last.get(owner, -1)
            last[owner] = n
