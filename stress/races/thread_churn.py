# Invariant: threads that come and go leave nothing behind: each runs once, sees its own locals, and is gone after join.
# Forbidden: a thread that never ran or ran twice, a thread-local of another, a growing number of living threads.
import threading
from _stress import race

local = threading.local()
guard = threading.Lock()
ran = {}
number = 0


def body(n, depth):
    assert not hasattr(local, "n")
    local.n = n
    with guard:
        ran[n] = ran.get(n, 0) + 1
    if depth:
        spawn(depth - 1)
    [object() for _ in range(20)]
    assert local.n == n


def spawn(depth):
    global number
    with guard:
        number += 1
        n = number
    thread = threading.Thread(target=body, args=(n, depth))
    thread.start()
    thread.join()
    assert not thread.is_alive()
    with guard:
        assert ran[n] == 1


def worker(rng, index):
    spawn(rng.below(4))


def burst(rng, index):
    threads = [threading.Thread(target=lambda: None) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


race(worker, burst)
assert len(ran) == number and set(ran.values()) == {1}
assert threading.active_count() == 1
