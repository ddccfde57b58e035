# Invariant: threads that start, run loops that others record, compile and leave at that moment, and end in the middle of a collection,
#   with code of their own and shared code, give the right sums.  Forbidden: a wrong sum, a crash, a thread that does not end.
import gc
import threading
from _stress import race

SOURCE = """
class Thing:
    def __init__(self, n):
        self.n = n
    def get(self, i):
        if i % 3 == self.n % 3:
            return i
        return self.n

def run(n, things):
    total = 0
    for i in range(n):
        for thing in things:
            total += thing.get(i)
    return total

def items(n):
    for i in range(n):
        yield i
        if i % 50 == 49:
            yield -i

def reads(n):
    total = 0
    for x in items(n):
        total += x
    return total
"""
code = compile(SOURCE, "made", "exec")
shared = {}
exec(code, shared)


def plain(n):
    return sum((i if i % 3 == k % 3 else k) for i in range(n) for k in range(3))


WANTED = {n: plain(n) for n in (40, 90, 150)}
READ = {n: sum(range(n)) - sum(i for i in range(n) if i % 50 == 49) for n in (40, 90, 150)}


def once(space, n, results):
    things = [space["Thing"](k) for k in range(3)]
    results.append((space["run"](n, things) == WANTED[n], space["reads"](n) == READ[n]))


def together(space, sizes):
    results = []
    threads = [threading.Thread(target=once, args=(space, n, results)) for n in sizes]
    for thread in threads:
        thread.start()
    once(space, 90, results)
    for thread in threads:
        thread.join()
    assert results == [(True, True)] * (len(sizes) + 1), results


def of_shared(rng, index):
    together(shared, [rng.choice((40, 90, 150)) for _ in range(3)])


def of_fresh(rng, index):
    space = {}
    exec(code if rng.below(2) else compile(SOURCE, "fresh", "exec"), space)
    together(space, (40, 150))


def collects(rng, index):
    gc.collect()
    results = []
    once(shared, 150, results)
    assert results == [(True, True)]


race(of_shared, of_fresh, collects, of_fresh)
