# Invariant: a frame, a traceback or a generator's frame that another thread looks at gives lines of its function and values that were there.
# May vary: which line, whether the frame still runs.  Forbidden: a crash, a line or local of another function.
import sys
from _stress import race

shared = {"frame": sys._getframe(), "error": None, "generator": None}
FIRST = sys._getframe().f_lineno


def leaf(depth):
    marker = "leaf"
    shared["frame"] = sys._getframe()
    return marker if depth == 0 else leaf(depth - 1)


def failing():
    marker = "failing"
    try:
        raise ValueError(marker)
    except ValueError as error:
        shared["error"] = error
        return leaf(3)


def counting():
    marker = "counting"
    while True:
        yield marker
        yield from [marker, marker]


LAST = sys._getframe().f_lineno
names = {"leaf", "failing", "counting", "runner", "stepper", "body", "watcher", "<module>", "race", "run", "_bootstrap", "_bootstrap_inner"}


def runner(rng, index):
    leaf(rng.below(5))
    failing()


def stepper(rng, index):
    generator = shared["generator"]
    if generator is None or rng.below(50) == 0:
        generator = shared["generator"] = counting()
    try:
        assert next(generator) == "counting"
        if rng.below(20) == 0:
            generator.close()
    except (ValueError, StopIteration):
        pass


def look(frame):
    name = frame.f_code.co_name
    assert name in names, name
    if name in ("leaf", "failing", "counting"):
        line = frame.f_lineno
        assert FIRST <= line < LAST, (name, line)
        seen = frame.f_locals.get("marker", name)
        assert seen == name, (name, seen)
        assert frame.f_lasti >= 0
        repr(frame)


def watcher(rng, index):
    frame = shared["frame"]
    steps = 0
    while frame is not None and steps < 30:
        look(frame)
        frame = frame.f_back
        steps += 1
    error = shared["error"]
    if error is not None:
        entry = error.__traceback__
        while entry is not None:
            look(entry.tb_frame)
            entry = entry.tb_next
    generator = shared["generator"]
    if generator is not None:
        frame = generator.gi_frame
        if frame is not None:
            look(frame)
        assert generator.gi_code.co_name == "counting"
        delegate = generator.gi_yieldfrom
        assert delegate is None or type(delegate).__name__ == "list_iterator"


race(runner, watcher, stepper, watcher)
