# Invariant: a thread's trace or profile function hears of each call, line and return of what its thread does while it is set, and of nothing else;
#   threads without one go on in compiled code and compute the same.
# May vary: when executors are retired, who compiles what.  Forbidden: an event lost, doubled or of another thread; a wrong result; a crash.
import sys
import threading
from _stress import race


class Shape:
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side * self.side


def work(n):
    total = 0
    for i in range(n):
        total += Shape(i).area()
    return total


def steps(n):
    for i in range(n):
        yield i


def drain(n):
    return sum(steps(n)) + sum([i for i in steps(n)])


EXPECTED = {n: (work(n), drain(n)) for n in range(1, 60)}


def plain(rng, index):
    n = 1 + rng.below(59)
    for i in range(20):
        assert (work(n), drain(n)) == EXPECTED[n]


def traced(rng, index):
    n = 1 + rng.below(20)
    me = threading.get_ident()
    counts = {}

    def hear(frame, event, arg):
        assert threading.get_ident() == me
        key = frame.f_code.co_name, event
        counts[key] = counts.get(key, 0) + 1
        return hear

    for i in range(10):
        work(n)
    sys.settrace(hear)
    result = work(n)
    sys.settrace(None)
    assert result == EXPECTED[n][0]
    assert counts == {("work", "call"): 1, ("work", "line"): 3 + 2 * n, ("work", "return"): 1, ("__init__", "call"): n, ("__init__", "line"): n,
                      ("__init__", "return"): n, ("area", "call"): n, ("area", "line"): n, ("area", "return"): n}, counts


def profiled(rng, index):
    n = 1 + rng.below(20)
    counts = {}

    def hear(frame, event, arg):
        if event in ("call", "return"):
            key = frame.f_code.co_name, event
            counts[key] = counts.get(key, 0) + 1

    begun = drain(n)  # in compiled code at the next line, perhaps
    sys.setprofile(hear)
    result = drain(n)
    sys.setprofile(None)
    assert result == begun == EXPECTED[n][1]
    assert counts == {("drain", "call"): 1, ("drain", "return"): 1, ("steps", "call"): 2 * n + 2, ("steps", "return"): 2 * n + 2,
                      ("<listcomp>", "call"): 1, ("<listcomp>", "return"): 1}, counts


def in_the_middle(rng, index):
    """The hook comes and goes in a loop that is compiled."""
    heard = []

    def hear(frame, event, arg):
        heard.append((frame.f_code.co_name, event))

    total = 0
    at = rng.below(200)
    for i in range(200):
        if i == at:
            sys.setprofile(hear)
        total += Shape(i).area()
        if i == at:
            sys.setprofile(None)
    assert total == sum(i * i for i in range(200))
    assert [h for h in heard if h[1] in ("call", "return")] == [("__init__", "call"), ("__init__", "return"), ("area", "call"), ("area", "return")], heard


def mutates(rng, index):
    Shape.extra = index
    plain(rng, index)


race(plain, traced, profiled, in_the_middle, mutates, plain)
