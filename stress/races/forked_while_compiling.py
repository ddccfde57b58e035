# Invariant: a child forked by one thread while others record, run, invalidate and collect computes, compiles and invalidates as if it had
#   been alone, and ends.  Forbidden: a child that hangs, crashes or computes wrongly.
import gc
import os
import signal
import sys
from _stress import race


class Thing:
    step = 1

    def get(self, i):
        if i % 10 == 9:
            raise KeyError(i)
        return i + self.step


def work(n, thing, step):
    total = 0
    for i in range(n):
        try:
            total += thing.get(i) - step
        except KeyError as error:
            total += error.args[0]
    return total


def fresh(n, k):
    space = {"k": k}
    exec("def made(n):\n    total = 0\n    for i in range(n):\n        total += i * k\n    return total\n", space)
    assert space["made"](n) == n * (n - 1) // 2 * k
    space["k"] = 3
    assert space["made"](n) == n * (n - 1) // 2 * 3


def child():
    signal.alarm(50)  # a hanging child dies, and is reported
    assert work(300, Thing(), 1) == 44850
    for k in range(1, 4):
        fresh(100, k)
    Thing.step = 2
    assert work(300, Thing(), 2) == 44850
    Thing.get = lambda self, i: i + 5
    assert work(300, Thing(), 5) == 44850
    gc.collect()
    import threading
    found = []
    thread = threading.Thread(target=lambda: found.append(work(300, Thing(), 5)))
    thread.start()
    thread.join()
    assert found == [44850]


def forks(rng, index):
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            child()
            code = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    assert status == 0, status


def runs(rng, index):
    assert work(300, Thing(), 1) == 44850


def compiles(rng, index):
    fresh(120, 1 + rng.below(5))


def collects(rng, index):
    gc.collect()
    runs(rng, index)


race(forks, runs, compiles, collects)
