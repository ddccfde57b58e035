# Invariant: a global counted up by one thread never runs backwards for the others; new and deleted globals are seen whole.
# May vary: when.  Forbidden: a step back, a foreign value, a stale value after join, a crash.
import sys
from _stress import race

counter = 0
toggled = "on"
module = sys.modules["__main__"]
last = {}


def step():
    global counter, toggled
    counter += 1
    if counter % 10 == 0:
        toggled = "off" if toggled == "on" else "on"
    if counter % 50 == 0:
        setattr(module, f"made{counter % 500}", counter)
    if counter % 70 == 0:
        globals().pop(f"made{counter % 500}", None)


def read():
    return counter, toggled


def worker(rng, index):
    if index == 0:
        step()
        return
    for _ in range(20):
        value, text = read()
        assert value >= last.get(index, 0)
        assert text in ("on", "off")
        last[index] = value
    name = f"made{rng.below(10) * 50}"
    found = globals().get(name, 0)
    assert found % 50 == 0
    assert getattr(module, name, 0) % 50 == 0


race(worker)
assert read()[0] == counter == module.counter >= max(last.values(), default=0)
