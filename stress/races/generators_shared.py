# Invariant: a generator resumed by many threads yields each value once; a thread that meets it running gets ValueError.
# May vary: who gets what.  Forbidden: a value twice, a value lost, a crash.
from _stress import together, THREADS, SECONDS, SEED
import time

N = 2000


def numbers():
    for i in range(N):
        yield i


def delegating():
    yield from numbers()


def drain(index, generator):
    mine, busy = [], 0
    while True:
        try:
            mine.append(next(generator))
        except StopIteration:
            return mine, busy
        except ValueError as error:
            assert str(error) == "generator already executing"
            busy += 1


def drain_in_loop(index, generator):
    mine, busy = [], 0
    while True:
        try:
            for value in generator:  # compiled code enters the generator's frame itself
                mine.append(value)
            return mine, busy
        except ValueError as error:
            assert str(error) == "generator already executing"
            busy += 1


def drain_in_reduction(index, generator):
    mine, busy = [], 0
    while True:
        try:
            any(mine.append(value) for value in generator)  # the call's loop stands here, and resumes a generator of its own
            return mine, busy
        except ValueError as error:
            assert str(error) == "generator already executing"
            busy += 1


deadline = time.monotonic() + SECONDS
rounds = busy = 0
while time.monotonic() < deadline:
    for make in (numbers, delegating, lambda: (i for i in range(N))):
        for how in (drain, drain_in_loop, drain_in_reduction):
            results = together(THREADS, how, make())
            values = sorted(value for mine, _ in results for value in mine)
            assert values == list(range(N)), len(values)
            busy += sum(b for _, b in results)
    rounds += 1


def closing(index, generator):
    try:
        if index == 0:
            generator.close()
        elif index == 1:
            generator.throw(KeyError("thrown"))
        else:
            for _ in range(50):
                next(generator)
    except (StopIteration, ValueError, KeyError):
        pass


for _ in range(200):
    generator = numbers()
    next(generator)
    together(min(THREADS, 4), closing, generator)
    generator.close()
    assert list(generator) == []
print(f"generators_shared.py: {rounds} rounds, {busy} times busy, seed {SEED}")
