"""A queue: each thread puts and takes in turn."""
import queue

KIND = "coupled"
SIZE, QUICK = 100000, 500


def setup(threads):
    return queue.Queue(maxsize=threads * 2)


def work(passing, i, n):
    total = 0
    for k in range(n):
        passing.put(k)
        total += passing.get()
    return total


def check(passing, results, n):
    assert passing.empty()
    assert sum(results) == len(results) * n * (n - 1) // 2
    return sum(results) // len(results)
