# Flags: --memory-limit=40M
# Invariant: threads that fill the heap in compiled loops get MemoryError, each in its own frames, let go and go on; others, which need
#   little, either work or get MemoryError too.  Forbidden: a wrong result, a crash, no end.
import threading
import time
from _stress import THREADS, SECONDS, SEED, Rng


class Node:
    __slots__ = ("next", "data")

    def __init__(self, next, data):
        self.next = next
        self.data = data


def fills(n):
    first = None
    for i in range(n):
        first = Node(first, [i] * 50)
    return first


def doubles(n):
    text, parts = "x", []
    for i in range(n):
        text += text
        parts.append(text)
    return len(parts)


def tables(n):
    made = {}
    for i in range(n):
        made[i] = (i, str(i), float(i))
    return len(made)


def exhausts(rng, index):
    for function in (fills, tables, doubles):
        try:
            function(10000000)
        except (MemoryError, OverflowError):
            pass
        else:
            assert False


def works(n):
    total = 0
    for i in range(n):
        pair = (i, i + 1)
        total += pair[0] + len(str(i)) + len([i, i])
    return total


WANTED = works(300)


def little(rng, index):
    try:
        assert works(300) == WANTED
    except MemoryError:
        pass


def generated(rng, index):
    try:
        assert sum(len(x) for x in ([i] * 20 for i in range(200))) == 4000
    except MemoryError:
        pass


def patiently(function):
    """What the main thread does while others have taken all memory."""
    while True:
        try:
            return function()
        except MemoryError:
            pass


go = stop = False
errors = []
rounds = [0] * THREADS


def body(index, workers=(exhausts, little, generated)):
    rng = Rng(SEED + index)
    worker = workers[index % 3]
    while not go:
        time.sleep(0.001)
    while not stop:
        try:
            worker(rng, index)
            rounds[index] += 1
        except MemoryError:
            pass
        except BaseException as error:
            errors.append(error)
            return


def pause():
    time.sleep(SECONDS)


def wait_for_all():
    for thread in threads:
        thread.join()


threads = [threading.Thread(target=body, args=(index,)) for index in range(THREADS)]
for thread in threads:
    thread.start()
go = True  # from here on even a bound method may be impossible to make
patiently(pause)
stop = True
patiently(wait_for_all)
if errors:
    raise errors[0]
print(f"memory_exhausted.py: {sum(rounds)} rounds by {THREADS} threads, seed {SEED}")
