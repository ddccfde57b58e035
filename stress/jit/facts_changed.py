# Flags: --jit=on --jit-hot-loop=8 --jit-hot-exit=2
# Invariant: compiled loops see each method, class attribute and global as one of the values it was given, and never an older one than
#   they saw before; who changed one sees the new value at once.
# May vary: when others see it, once they can know nothing of the change.  Forbidden: a value going back, a crash, a lost thread.
import threading
import time
from _jit_stress import race, pace, report


class Base:
    version = 0

    def get(self):
        return 0


class Left(Base):
    pass


class Right(Base):
    def get(self):
        return Base.get(self)


class Other:
    version = 0

    def get(self):
        return 0


things = [Left(), Right(), Base(), Other(), Left()]
world = 0
guard = threading.Lock()
begin = time.perf_counter()
changes = 0


def returning(n):
    return lambda self: n


def change(rng, index):
    """Everything goes up. One change after the other; about a thousand in a second."""
    global world, changes
    with guard:
        changes += 1
        n = changes
        what = rng.below(4)
        if what == 0:
            Base.get = returning(n)
            assert things[0].get() == n and things[2].get() == n and Base.get(things[1]) == n
        elif what == 1:
            Base.version = n
            assert Left.version == n and things[1].version == n
        elif what == 2:
            Other.get = returning(n)
            assert things[3].get() == n
        else:
            world = n
            assert world == n
    pace(begin, changes)


def methods(rng, index):
    seen = [0] * len(things)
    for _ in range(60):
        for i, thing in enumerate(things):
            now = thing.get()
            assert now >= seen[i], (i, now, seen[i])
            seen[i] = now


def attributes(rng, index):
    last = 0
    for _ in range(200):
        now = things[0].version
        assert now >= last, (now, last)
        last = now
        now = Right.version
        assert now >= last, (now, last)
        last = now


def globals_read(rng, index):
    last = 0
    for _ in range(400):
        now = world
        assert now >= last, (now, last)
        last = now


def fresh(rng, index):
    """Facts that are not mutable for good yet: a class of its own in each call."""
    class Mine:
        factor = 1

        def scale(self, n):
            return n * self.factor

    mine = Mine()
    for round in range(3):
        total = 0
        for i in range(150):
            total += mine.scale(i)
        assert total == 11175 * Mine.factor, (total, Mine.factor)
        Mine.factor += 1
        if round == 1:
            Mine.scale = lambda self, n: n * self.factor
    pace(begin, changes)


race(change, methods, attributes, globals_read, fresh, methods, change, fresh)
report()
