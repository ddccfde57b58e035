# Invariant: of two threads that each set their own place and then read the other's, at least one sees the other's value, when the places
# are class attributes or items of one dict.
# Allowed: both read the old value of instance attributes, list items and globals, whose stores wait in the processor (docs/memory-model.md;
# stress/litmus/lockstep.py shows it); counted.
# Forbidden: that of the others; a value that nobody stored.
import threading
import time
from _stress import SECONDS, SEED


class Left:
    shared = 0


class Right:
    shared = 0


left, right, items, table = Left(), Right(), [0, 0], {"left": 0, "right": 0}
x = y = 0
seen = [None, None]
rounds, stop = 0, False
late = {"attributes": 0, "items": 0, "globals": 0}


def reset_and_check():
    """The barrier's action: one thread runs it while the other waits."""
    global rounds, stop, x, y
    if rounds:
        for name, pair in zip(("attributes", "items", "globals", "items of one dict", "class attributes"), zip(*seen)):
            assert set(pair) <= {0, 1}, (name, pair)
            if pair == (0, 0):
                assert name in late, f"{name}: both threads read the old value in round {rounds}"
                late[name] += 1
    rounds += 1
    left.value = right.value = Left.shared = Right.shared = x = y = items[0] = items[1] = table["left"] = table["right"] = 0
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
        table["left"] = 1
        key = table["right"]
        if rounds % 8 == 0:  # class attributes are dearer to change
            Left.shared = 1
            class_attribute = Right.shared
        else:
            class_attribute = 1
        seen[0] = attribute, item, name, key, class_attribute


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
        table["right"] = 1
        key = table["left"]
        if rounds % 8 == 0:
            Right.shared = 1
            class_attribute = Left.shared
        else:
            class_attribute = 1
        seen[1] = attribute, item, name, key, class_attribute


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
print(f"store_buffering.py: {rounds} rounds by 2 threads, seed {SEED}; both old: {late}")
