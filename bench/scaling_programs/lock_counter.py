"""A counter behind one lock."""
import threading

KIND = "coupled"
SIZE, QUICK = 1400000, 1000


class Counter:
    def __init__(self):
        self.lock = threading.Lock()
        self.value = 0


def setup(threads):
    return Counter()


def work(counter, i, n):
    for _ in range(n):
        with counter.lock:
            counter.value += 1
    return n


def check(counter, results, n):
    assert counter.value == sum(results), counter.value
    return counter.value // len(results)
