"""What the programs of this folder share: threads that race for a while, numbers from a seed, and a report.

    eider stress/races/NAME.py [--threads N] [--seconds S] [--seed K]

The same can be said by EIDER_STRESS_THREADS, EIDER_STRESS_SECONDS and EIDER_STRESS_SEED. The defaults are short; a hunt
for a bug gives more of both. The seed decides what each thread does, not when: a failure may need several runs.
EIDER_STRESS_SCALE (1) multiplies how much a program does that counts and does not run for a time: less under sanitizers.
"""
import os
import sys
import threading
import time


def _option(name, default, kind):
    flag = "--" + name
    if flag in sys.argv:
        return kind(sys.argv[sys.argv.index(flag) + 1])
    return kind(os.getenv("EIDER_STRESS_" + name.upper(), default))


THREADS = _option("threads", "4", int)
SECONDS = _option("seconds", "0.7", float)
SEED = _option("seed", "1", int)
SCALE = _option("scale", "1", float)


def scaled(count, least=1):
    return max(least, int(count * SCALE))


if hasattr(sys, "setswitchinterval"):
    sys.setswitchinterval(0.00002)  # where there is a global lock, let it change hands often


class Rng:
    """A small generator of its own, so that the programs need no other module."""

    def __init__(self, seed):
        self.state = seed * 2654435761 % 4294967296 or 1

    def below(self, n):
        self.state ^= self.state << 13 & 0xFFFFFFFF
        self.state ^= self.state >> 17
        self.state ^= self.state << 5 & 0xFFFFFFFF
        return (self.state >> 7) % n

    def choice(self, items):
        return items[self.below(len(items))]


class Race:
    """Threads that call their worker again and again until the time is over or one of them fails."""

    def __init__(self):
        self.stop = False
        self.errors = []
        self.rounds = 0
        self.lock = threading.Lock()

    def body(self, worker, index, allow):
        rng = Rng(SEED * 1000 + index + 1)
        rounds = 0
        try:
            while not self.stop:
                try:
                    worker(rng, index)
                except allow:
                    pass
                rounds += 1
        except BaseException as error:
            self.stop = True
            with self.lock:
                self.errors.append((index, worker.__name__, error))
        with self.lock:
            self.rounds += rounds


def race(*workers, threads=None, seconds=None, allow=()):
    """Runs `threads` threads (at least one for each worker) for `seconds`; a worker is called with (rng, thread number).

    Exceptions in `allow` end a round only; any other ends the race and is raised here.
    """
    race = Race()
    count = max(threads or THREADS, len(workers))
    running = [threading.Thread(target=race.body, args=(workers[i % len(workers)], i, allow)) for i in range(count)]
    for thread in running:
        thread.start()
    deadline = time.monotonic() + (seconds or SECONDS)
    while time.monotonic() < deadline and not race.stop:
        time.sleep(0.01)
    race.stop = True
    for thread in running:
        thread.join()
    name = sys.argv[0].rpartition("/")[2]
    if race.errors:
        index, worker, error = race.errors[0]
        print(f"{name}: thread {index} ({worker}) failed, seed {SEED}", file=sys.stderr)
        raise error
    print(f"{name}: {race.rounds} rounds by {count} threads, seed {SEED}")
    return race.rounds


def together(count, function, *args):
    """Calls function(index, *args) once in each of `count` threads, started at one moment; returns the results in order."""
    results, errors = [None] * count, []
    gate = threading.Barrier(count)

    def body(index):
        try:
            gate.wait()
            results[index] = function(index, *args)
        except BaseException as error:
            errors.append(error)

    running = [threading.Thread(target=body, args=(index,)) for index in range(count)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if errors:
        raise errors[0]
    return results
