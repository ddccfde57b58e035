# Flags: --jit=on --jit-hot-loop=4 --jit-hot-exit=2
# Invariant: modules that come, run compiled loops and go, and threads that start, loop and end, give the same sums always; the memory of
#   compiled code stays bounded.  Forbidden: a wrong sum, growth, a crash in code whose module is gone.
import gc
import sys
import threading
import types
from _jit_stress import race, report

SOURCE = """
import sys
scale = {scale}
table = list(range(40))
class Point:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def norm(self):
        return self.x * self.x + self.y * self.y * scale
def work(n):
    total = 0
    for i in range(n):
        total += Point(i, table[i % 40]).norm()
    return total
def pairs(n):
    return sum(a * b for a, b in zip(range(n), table))
"""


def expected(n, scale):
    return sum(i * i + (i % 40) ** 2 * scale for i in range(n))


EXPECTED = {scale: expected(120, scale) for scale in range(1, 8)}
PAIRS = sum(i * i for i in range(40))


def loads(rng, index):
    scale = 1 + rng.below(7)
    name = f"made_{index}_{rng.below(5)}"
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(SOURCE.format(scale=scale), name, "exec"), module.__dict__)
    for _ in range(3):
        assert module.work(120) == EXPECTED[scale]
    assert module.pairs(60) == PAIRS
    module.scale = 9
    assert module.work(10) == expected(10, 9)
    del sys.modules[name]


shared = types.ModuleType("shared_module")
exec(compile(SOURCE.format(scale=3), "shared_module", "exec"), shared.__dict__)


def starts(rng, index):
    results = []

    def run():
        results.append(shared.work(120))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    results.append(shared.work(120))
    for thread in threads:
        thread.join()
    assert results == [EXPECTED[3]] * 4, results


def loops(rng, index):
    for _ in range(10):
        assert shared.work(120) == EXPECTED[3]
        assert shared.pairs(60) == PAIRS


def collects(rng, index):
    gc.collect()
    loops(rng, index)


race(loads, starts, loops, collects, loads, loops, starts, loads)
report()
