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


def recursive(n, low, high):
    """The values from low to high, each by as many levels as the walk of a tree has."""
    if low == high:
        return
    middle = (low + high) // 2
    yield from recursive(n, low, middle)
    yield middle
    yield from recursive(n, middle + 1, high)


def trees():
    levels = [recursive(N, 0, N)]
    for _ in range(DEPTH):
        levels.append(level(levels[-1]))
    return levels


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
            left = 1 + rng.below(20)
            if rng.below(2) and hasattr(levels[at], "__iter__"):
                for value in levels[at]:  # compiled code enters the whole chain itself
                    mine.append(value)
                    left -= 1
                    if left == 0:
                        break
                else:
                    ended.add(at)
            else:
                for _ in range(left):
                    mine.append(levels[at].send(None))
        except StopIteration:
            ended.add(at)
        except (ValueError, RuntimeError) as error:
            assert str(error) in ALLOWED, error
            if str(error).startswith("cannot reuse"):
                ended.add(at)
            busy += 1
    return mine, busy


def walk(index, walks):
    """All threads over few walks in compiled loops: mostly nobody else is there."""
    mine, busy = [], 0
    for k in range(len(walks)):
        own = walks[(index + k) % len(walks)]
        while True:
            try:
                for value in own:
                    mine.append(value)
                break
            except ValueError as error:
                assert str(error) == "generator already executing"
                busy += 1
    return mine, busy


def look(index, walks):
    """Threads that look at the frames of walks that others run."""
    if index % 2:
        return walk(index, walks)
    seen = 0
    for _ in range(300):
        for own in walks:
            at = own
            while at is not None:
                frame = at.gi_frame if seen % 3 == 0 else None
                if frame is not None:
                    seen += frame.f_locals.get("n", N) == N
                    back = frame.f_back
                    seen += back is None or back.f_lineno > 0
                seen += at.gi_running in (True, False)
                at = at.gi_yieldfrom
    return [], seen


deadline = time.monotonic() + SECONDS
rounds = busy = 0
while time.monotonic() < deadline:
    for make in (generators, trees, coroutines):
        results = together(THREADS, step, make(), rounds)
        values = sorted(value for mine, _ in results for value in mine)
        assert values == list(range(N)), (len(values), len(set(values)))
        busy += sum(b for _, b in results)
    for how in walk, look:
        results = together(THREADS, how, [recursive(N, 0, N) for _ in range(THREADS)])
        values = sorted(value for mine, _ in results for value in mine)
        assert values == sorted(list(range(N)) * THREADS), len(values)
    rounds += 1
print(rounds, "rounds,", busy, "times busy")
