# Invariant: of a chain of generators that delegate, resumed on every level by many threads, each value of the innermost one comes out
# once. A thread that meets a level running gets ValueError; one that meets it below ends the level it asked, with that ValueError.
# May vary: who gets what, which levels end.  Forbidden: a value twice, a value lost, a level that never can be resumed again, a crash.
from _stress import together, THREADS, SECONDS, SEED, Rng
import time

N, DEPTH = 1500, 5


def numbers():
    for i in range(N):
        yield i


def level(inner):
    return (yield from inner)


async def awaiting(inner):
    return await inner


class Numbers:
    def __await__(self):
        return numbers()


def generators():
    levels = [numbers()]
    for _ in range(DEPTH):
        levels.append(level(levels[-1]))
    return levels


def coroutines():
    levels = [awaiting(Numbers())]
    for _ in range(DEPTH):
        levels.append(awaiting(levels[-1]))
    return levels


ALLOWED = {"generator already executing", "coroutine already executing", "cannot reuse already awaited coroutine", "coroutine is being awaited already"}


def step(index, levels, salt):
    rng = Rng(SEED * 1000 + salt * 10 + index)
    mine, busy, ended = [], 0, set()
    while len(ended) < len(levels):
        at = rng.below(len(levels))
        if rng.below(3):
            at = len(levels) - 1  # mostly from the outermost that is left
        while at in ended:
            at = (at - 1) % len(levels)
        try:
            for _ in range(1 + rng.below(20)):
                mine.append(levels[at].send(None))
        except StopIteration:
            ended.add(at)
        except (ValueError, RuntimeError) as error:
            assert str(error) in ALLOWED, error
            if str(error).startswith("cannot reuse"):
                ended.add(at)
            busy += 1
    return mine, busy


deadline = time.monotonic() + SECONDS
rounds = busy = 0
while time.monotonic() < deadline:
    for make in (generators, coroutines):
        results = together(THREADS, step, make(), rounds)
        values = sorted(value for mine, _ in results for value in mine)
        assert values == list(range(N)), (len(values), len(set(values)))
        busy += sum(b for _, b in results)
    rounds += 1
print(rounds, "rounds,", busy, "times busy")
