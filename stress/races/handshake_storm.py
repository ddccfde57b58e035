# Invariant: requests to all threads (class changes, collections, threads that come and go) end, and their effect is complete when they do.
# Forbidden: a hang, a stale method after its change, a lost thread.
import gc
import threading
import weakref
from _stress import race, THREADS


class Watched:
    factor = 1

    def scale(self, n):
        return n * self.factor


class Derived(Watched):
    pass


thing, derived = Watched(), Derived()
plain = Watched.scale
guard = threading.Lock()


def mutate(rng, index):
    with guard:
        n = rng.below(1000)
        Watched.factor = n
        assert thing.scale(3) == derived.scale(3) == 3 * n
        Watched.scale = lambda self, k: k * self.factor + 1
        assert thing.scale(3) == derived.scale(3) == 3 * n + 1
        Derived.scale = lambda self, k: -k
        assert derived.scale(3) == -3 and thing.scale(3) == 3 * n + 1
        del Derived.scale
        assert derived.scale(3) == 3 * n + 1
        Watched.scale = plain


def collect(rng, index):
    class Dying:
        pass

    ref = weakref.ref(Dying())
    for _ in range(3):
        gc.collect()
        if ref() is None:
            break
    gc.get_objects()


def churn(rng, index):
    box = []
    threads = [threading.Thread(target=box.append, args=(i,)) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(box) == [0, 1, 2]


def call(rng, index):
    for _ in range(200):
        assert thing.scale(2) % 2 in (0, 1)
        derived.scale(1)


def globals_change(rng, index):
    global changing
    changing = rng.below(10)
    assert 0 <= changing < 10


changing = 0
race(mutate, collect, churn, call, globals_change, collect)
