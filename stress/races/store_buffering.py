# Invariant: of two threads that each set their own place and then read the other's, at least one sees the other's value
# (reads and writes of attributes, items, globals and class attributes are sequentially consistent).
# Forbidden: both read the old value.
import threading
import time
from _stress import SECONDS, SEED


class Left:
    shared = 0


class Right:
    shared = 0


left, right, items = Left(), Right(), [0, 0]
x = y = 0
seen = [None, None]
rounds, stop = 0, False


def reset_and_check():
    """The barrier's action: one thread runs it while the other waits."""
    global rounds, stop, x, y
    if rounds:
        for name, pair in zip(("attributes", "items", "globals", "class attributes"), zip(*seen)):
            assert pair != (0, 0), f"{name}: both threads read the old value in round {rounds}"
    rounds += 1
    left.value = right.value = Left.shared = Right.shared = x = y = items[0] = items[1] = 0
    stop = time.monotonic() > deadline


def run_left():
    global x
    while True:
        gate.wait()
        if stop:
            return
        left.value = 1
        attribute = right.value
        items[0] = 1
        item = items[1]
        x = 1
        name = y
        if rounds % 8 == 0:  # class attributes are dearer to change
            Left.shared = 1
            class_attribute = Right.shared
        else:
            class_attribute = 1
        seen[0] = attribute, item, name, class_attribute


def run_right():
    global y
    while True:
        gate.wait()
        if stop:
            return
        right.value = 1
        attribute = left.value
        items[1] = 1
        item = items[0]
        y = 1
        name = x
        if rounds % 8 == 0:
            Right.shared = 1
            class_attribute = Left.shared
        else:
            class_attribute = 1
        seen[1] = attribute, item, name, class_attribute


failures = []


def guarded(function):
    try:
        function()
    except threading.BrokenBarrierError:
        pass
    except AssertionError as error:
        failures.append(error)


deadline = time.monotonic() + SECONDS
gate = threading.Barrier(2, action=reset_and_check)
threads = [threading.Thread(target=guarded, args=(function,)) for function in (run_left, run_right)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if failures:
    raise failures[0]
print(f"store_buffering.py: {rounds} rounds by 2 threads, seed {SEED}")
