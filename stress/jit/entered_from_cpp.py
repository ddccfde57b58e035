# Flags: --jit=on --jit-hot-loop=8 --jit-hot-exit=2
# Invariant: compiled code that C++ enters (bodies of generators, key functions of sorted, map, filter, min and reduce, constructors and __call__)
#   computes what its source says while other threads replace the methods, globals, codes and defaults that it relies on by others that do the
#   same, and collect: whether it is entered before, in or behind the handshake that ends its code. Versions that it reads never go back.
# May vary: when a change is seen.  Forbidden: another result, a lost or doubled call of finally, a version going back, a crash.
import functools
import gc
import threading
import time
from _jit_stress import race, pace, report


class Base:
    version = 0

    def __init__(self, n):
        self.n = n
        self.seen = self.version

    def scale(self, k):
        return self.n * k


class Derived(Base):
    made = 0

    def __new__(cls, n):
        self = super().__new__(cls)
        self.extra = n + offset
        return self

    def __init__(self, n):
        super().__init__(n)
        self.twice = self.scale(2)

    def __call__(self, k):
        return self.n + k

    def __lt__(self, other):
        return self.n < other.n


world = 0
offset = 7
guard = threading.Lock()
begin = time.perf_counter()
changes = 0


def negative(x, factor=-1):
    return x * factor


def odd(x):
    return x & 1 == unit


unit = 1
FRESH = """
def scale(self, k):
    return self.n * k + {n} - {n}
def init(self, n):
    self.n = n + {n} - {n}
    self.seen = self.version
def derived_init(self, n):
    Base.__init__(self, n)
    self.twice = self.scale(2) + {n} - {n}
def call(self, k):
    return self.n + k + {n} - {n}
def less(self, other):
    return self.n + {n} < other.n + {n}
def negative(x, factor=-1):
    return x * factor + {n} - {n}
def odd(x):
    return x & 1 == unit + {n} - {n}
"""


def fresh(name, n):
    namespace = {}
    exec(FRESH.format(n=n), globals(), namespace)
    return namespace[name]


def change(rng, index):
    """One change after the other, about a thousand in a second."""
    global world, changes, unit, odd
    with guard:
        changes += 1
        n = changes
        what = rng.below(12)
        if what == 0:
            Base.scale = fresh("scale", n)
        elif what == 1:
            Base.__init__ = fresh("init", n)
        elif what == 2:
            Derived.__init__ = fresh("derived_init", n)
        elif what == 3:
            Derived.__call__ = fresh("call", n)
        elif what == 4:
            Derived.__lt__ = fresh("less", n)
        elif what == 5:
            negative.__code__ = fresh("negative", n).__code__
        elif what == 6:
            negative.__defaults__ = (-1,)
        elif what == 7:
            odd = fresh("odd", n)
        elif what == 8:
            Derived.scale = fresh("scale", n)  # hides the base's, for a moment
            del Derived.scale
        elif what == 9:
            unit = True if n & 1 else 1
        elif what == 10:
            Base.version = n
        else:
            world = n
    pace(begin, changes)


def counted(n, done):
    last = 0
    try:
        for i in range(n):
            now = world
            assert now >= last, (now, last)
            last = now
            yield negative(i)
    finally:
        done.append(n)


def delegating(n, done):
    yield from counted(n, done)
    got = 0
    while got is not None:
        got = yield n
    return n


def generators(rng, index):
    done = []
    n = 40 + rng.below(40)
    assert sum(counted(n, done)) == -(n * (n - 1) // 2)
    assert done == [n]
    g = delegating(n, done)
    assert list(zip(range(n), g)) == [(i, -i) for i in range(n)]
    assert [g.send(i) for i in range(1, 20)] == [n] * 19
    try:
        next(g)
        assert False, "no end"
    except StopIteration as end:
        assert end.value == n
    stopped = counted(n, done)
    for value in stopped:
        if value == -10:
            stopped.close()
    assert done == [n, n, n], done


def callbacks(rng, index):
    numbers = [i * 37 % 101 for i in range(101)]
    things = [Derived(i) for i in numbers]
    assert sorted(numbers, key=negative) == list(range(100, -1, -1))
    assert [thing.n for thing in sorted(things)] == list(range(101))
    assert min(things, key=lambda thing: thing.scale(-1)).n == 100
    assert sum(map(negative, numbers)) == -5050
    assert len(list(filter(odd, numbers))) == 50
    assert functools.reduce(lambda a, thing: thing(a), things, 0) == 5050
    numbers.sort(key=things[0].scale if things[0].n else negative)
    assert numbers == list(range(100, -1, -1))


def constructors(rng, index):
    last = 0
    for n in range(60):
        thing = Derived(n)
        assert (thing.n, thing.extra, thing.twice, thing(1)) == (n, n + 7, 2 * n, n + 1), vars(thing)
        assert thing.seen >= last, (thing.seen, last)
        last = thing.seen
    assert [Base(n).scale(3) for n in range(30)] == [3 * n for n in range(30)]


def collects(rng, index):
    """What it drops are generators on their way, which run their finally once, here or in whoever collects; a stack may still hold some."""
    done = []
    held = [counted(10, done) for _ in range(20)]
    for generator in held:
        next(generator)
        cycle = [generator]
        cycle.append(cycle)
    del held, generator, cycle
    deadline = time.monotonic() + 20
    while len(done) < 15 and time.monotonic() < deadline:
        gc.collect()
        time.sleep(0.002)
    assert 15 <= len(done) <= 20 and set(done) == {10}, done


race(change, generators, callbacks, constructors, collects, generators, callbacks, constructors)
report()
