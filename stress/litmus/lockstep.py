# Invariant: what the memory model says of single accesses holds when the accesses of two, three or four threads really meet.
# The threads go through their trials in lockstep: nobody begins one before all have ended the last, and nothing but plain accesses to
# counters keeps them together, so they meet within some ten nanoseconds. A delay drawn for each thread and trial moves them against each other.
# The trials of a test use the same places: the first ones change facts that compiled code watches, and soon the places are loaded and
# stored by the compiled code itself.
# Allowed: what some order of the accesses gives that keeps each thread's own order. For plain places also that a store is seen by
# others later than what its thread reads next: on x86-64 a store waits in the processor.
# Forbidden: any other outcome; a value that is neither this trial's nor the one before; threads that never meet.
# A short run does a third of the tests, by its seed.
import itertools
import os
import sys
import time

from _litmus import ONLY, SECONDS, SEED, Crew, Rng, build, top_level

SCALE = float(os.getenv("EIDER_STRESS_SCALE", "1"))
CHUNK = 40 + int(260 * SCALE) if SECONDS < 5 else 6000  # trials of a test in a row, on places of their own; fewer where threads share processors
DELAYS = 509
PATIENCE = 16383, 63  # passes of a spinning loop until it gives way: when each thread has a processor, and otherwise

SETUP = """
from time import sleep
class Plain: pass
class Slotted: __slots__ = "value", "other"
class Holder:
    def __init__(self, value): self.first = self.second = value
class Zero: value = 0
class One: value = 1
class Two: value = 2
class Three: value = 3
classes = Zero, One, Two, Three
functions = [eval(f"lambda self=None: {value}") for value in range(4)]
codes = [function.__code__ for function in functions]
kinds = 0, 1.0, len, "3"
number = {kind: value for value, kind in enumerate(kinds)}
one_list, one_dict, one_object = [0] * 4, {"x": 0, "y": 0}, Plain()
import builtins
"""
PLAIN, SEQUENTIAL = "plain", "sequential"
# name, order, how {x} is made, what reads its value, what stores v. A value is 0, 1, 2 or 3, one more in each trial.
KINDS = [
    ("instance attribute", PLAIN, "{x} = Plain(); {x}.value = 0", "{x}.value", "{x}.value = v"),
    ("attributes of one instance", PLAIN, "one_object.{x} = 0", "one_object.{x}", "one_object.{x} = v"),
    ("slot", PLAIN, "{x} = Slotted(); {x}.value = 0", "{x}.value", "{x}.value = v"),
    ("list item", PLAIN, "{x} = [0]", "{x}[0]", "{x}[0] = v"),
    ("items of one list", PLAIN, "{x} = 'xy'.index('{x}')", "one_list[{x}]", "one_list[{x}] = v"),
    ("dict item", PLAIN, "{x} = {{'k': 0}}", "{x}['k']", "{x}['k'] = v"),
    ("keys of one dict", SEQUENTIAL, "", "one_dict['{x}']", "one_dict['{x}'] = v"),
    ("closure", PLAIN, "def {x}():\n    cell = 0\n    def get(): return cell\n    def put(v):\n        nonlocal cell\n        cell = v\n"
     "    return get, put\n{x}_get, {x}_put = {x}()", "{x}_get()", "{x}_put(v)"),
    ("module global", PLAIN, "{x} = 0", "{x}", "{x} = v"),
    ("module's dictionary", PLAIN, "{x} = 0", "{x}", "globals()['{x}'] = v"),
    ("builtin", PLAIN, "builtins.lockstep_{x} = 0", "lockstep_{x}", "builtins.lockstep_{x} = v"),
    ("class attribute", SEQUENTIAL, "class {x}: value = 0", "{x}.value", "{x}.value = v"),
    ("class attribute of an instance", SEQUENTIAL, "class {x}_Class: value = 0\n{x} = {x}_Class()", "{x}.value", "{x}_Class.value = v"),
    ("class attribute, other kind", SEQUENTIAL, "class {x}: value = 0", "number[{x}.value]", "{x}.value = kinds[v]"),
    ("method", SEQUENTIAL, "class {x}_Class:\n    def get(self): return 0\n{x} = {x}_Class()", "{x}.get()", "{x}_Class.get = functions[v]"),
    ("__code__", PLAIN, "def {x}(self=None): return 0", "{x}()", "{x}.__code__ = codes[v]"),
    ("__defaults__", PLAIN, "def {x}(value=0): return value", "{x}()", "{x}.__defaults__ = (v,)"),
    ("__class__", PLAIN, "{x} = Zero()", "{x}.value", "{x}.__class__ = classes[v]"),
    ("new instance", PLAIN, "{x} = Plain(); {x}.value = Holder(0)", "{x}.value.second", "{x}.value = Holder(v)"),
    ("new list", PLAIN, "{x} = Plain(); {x}.value = [0, 0]", "{x}.value[1]", "{x}.value = [v, v]"),
    ("new dict", PLAIN, "{x} = {{'k': {{'k': 0}}}}", "{x}['k']['k']", "{x}['k'] = {{'k': v}}"),
    ("list that grows and shrinks", PLAIN, "{x} = [0]", "{x}[0]", "{x}[:] = [v] * (1 + 9 * v)"),
    ("dict that grows and shrinks", PLAIN, "{x} = {{'k': 0}}", "{x}['k']", "{x}['k'] = v; {x}[i] = 0; {x}.pop(i - 40, 0)"),
    ("__dict__ replaced", PLAIN, "{x} = Plain(); {x}.value = 0", "{x}.value", "{x}.__dict__ = {{'value': v, 'other': i}}"),
]
# What each thread does: W stores the trial's value, R reads.
SHAPES = {
    "message passing": ("Wx Wy", "Ry Rx"),
    "store buffering": ("Wx Ry", "Wy Rx"),
    "own stores read": ("Wx Rx Ry", "Wy Ry Rx"),
    "load buffering": ("Rx Wy", "Ry Wx"),
    "one place twice": ("Wx", "Rx Rx"),
    "by a third thread": ("Wx", "Rx Wy", "Ry Rx"),
    "IRIW": ("Wx", "Wy", "Rx Ry", "Ry Rx"),
}
THREAD = """
    for i in range(first, first + len(out)):
        v = i & 3
        delay = delays_{index}[i % len(delays_{index})]
        pause = pauses_{index}[i % len(delays_{index})]
        mine_{index}.value = i
        spins = 0
        for other in others_{index}:
            while other.value < i:
                spins += 1
                if spins & {patience} == 0:
                    sleep(0)
        while delay:
            delay -= 1
{accesses}
        out[i - first] = {outcome}
"""
# Where threads share a processor they meet only when one gives way in the middle of a trial.
PAUSE = """
        if pause == {at}:
            sleep(0)
"""


def outcomes_of(threads, buffered):
    """The outcomes of all orders: for each thread the digits it reads, 0 old and 1 new. With buffered stores each thread has a queue of stores
    that leave it at any later time, and that only its own reads see."""
    found = set()
    seen = set()

    def go(at, queues, memory, results):
        state = at, queues, memory, results
        if state in seen:
            return
        seen.add(state)
        if all(at[t] == len(thread) for t, thread in enumerate(threads)):
            found.add(results)
        for t, thread in enumerate(threads):
            if queues[t]:
                go(at, queues[:t] + (queues[t][1:],) + queues[t + 1:], memory | {queues[t][0]}, results)
            if at[t] == len(thread):
                continue
            what, place = thread[at[t]]
            further = at[:t] + (at[t] + 1,) + at[t + 1:]
            if what == "R":
                digit = "1" if place in memory or place in queues[t] else "0"
                go(further, queues, memory, results[:t] + (results[t] + digit,) + results[t + 1:])
            elif buffered:
                go(further, queues[:t] + (queues[t] + (place,),) + queues[t + 1:], memory, results)
            else:
                go(further, queues, memory | {place}, results)
    go((0,) * len(threads), ((),) * len(threads), frozenset(), ("",) * len(threads))
    return found


def one_after_the_other(threads):
    """The outcomes of threads that do not meet."""
    found = set()
    for order in itertools.permutations(range(len(threads))):
        memory, results = set(), [""] * len(threads)
        for t in order:
            for what, place in threads[t]:
                if what == "W":
                    memory.add(place)
                else:
                    results[t] += "1" if place in memory else "0"
        found.add(tuple(results))
    return found


class Test:
    def __init__(self, shape, kind, interpreted):
        name, order, self.setup, self.read, self.store = kind
        self.name = f"{shape}, {name}" + (", mixed" if interpreted else "")
        self.threads = tuple(thread.split() for thread in SHAPES[shape])
        self.allowed = outcomes_of(self.threads, order == PLAIN)
        self.apart = one_after_the_other(self.threads)
        self.interpreted = interpreted
        self.next = 1
        self.crowded = len(self.threads) > (os.cpu_count() or 1)
        self.trials = CHUNK if not self.crowded or SECONDS < 5 else CHUNK // 20  # in a row
        self.seen = {}

    def functions(self, rng, outs):
        """Each thread's function, in a module with places of its own."""
        first = self.next
        self.next += self.trials
        count, crowded = len(self.threads), self.crowded
        limit = rng.below(4) * 6 + 1
        text = SETUP + "".join(self.setup.format(x=x) + "\n" for x in "xy")
        names, bodies = {}, []
        for index in range(count):
            text += f"mine_{index} = Plain(); mine_{index}.value = {first - 1}\n"
        for index, thread in enumerate(self.threads):
            names[f"delays_{index}"] = [rng.below(limit) for _ in range(DELAYS)]
            names[f"pauses_{index}"] = [rng.below(2 * len(thread)) if crowded else 0 for _ in range(DELAYS)]
            names[f"out_{index}"] = outs[index]
            accesses, reads = [], 0
            for what, place in thread:
                if what == "W":
                    accesses.append("        " + self.store.format(x=place))
                else:
                    accesses.append(f"        r{reads} = {self.read.format(x=place)}")
                    reads += 1
            lines = "".join(access + (PAUSE.format(at=at) if crowded else "\n") for at, access in enumerate(accesses, 1))
            outcome = "".join(f" | (r{i} - i & 3) << {2 * i}" for i in range(reads))
            bodies.append(THREAD.format(index=index, accesses=lines, outcome="0" + outcome, patience=PATIENCE[crowded]))
            text += f"others_{index} = [{', '.join(f'mine_{i}' for i in range(count) if i != index)}]\n"
            text += f"def thread_{index}(first={first}, out=out_{index}):\n    global x, y\n" + bodies[-1]
        module = build(text, **names)
        functions = [module[f"thread_{index}"] for index in range(count)]
        if self.interpreted:
            module.update(first=first, out=outs[-1])
            functions[-1] = top_level(f"global x, y\nif True:{bodies[-1]}\nresult = None\n", module)
        return functions

    def run(self, crew, rng):
        outs = [[0] * self.trials for _ in self.threads]
        crew.begin(*([function] for function in self.functions(rng, outs)))
        for results in crew.end():
            assert results == (None,) * len(results), (self.name, results)
        for outcome in zip(*outs):
            self.seen[outcome] = self.seen.get(outcome, 0) + 1

    def table(self):
        """One line; the numbers of trials, of those in which the threads met, and of forbidden ones."""
        met = bad = 0
        row = []
        for codes, count in self.seen.items():
            outcome = tuple("".join("1??0"[code >> 2 * i & 3] for i in range(sum(what == "R" for what, _ in thread)))
                            for code, thread in zip(codes, self.threads))
            forbidden = outcome not in self.allowed
            bad += count * forbidden
            met += count * (outcome not in self.apart)
            row.append(f"{' '.join(part or '-' for part in outcome)}: {count}{' FORBIDDEN' if forbidden else ''}")
        trials = sum(self.seen.values())
        print(f"{self.name:55} met in {100 * met / trials:4.1f} %; " + ", ".join(sorted(row)))
        return trials, met, bad


def main():
    rng = Rng(SEED)
    compiled = "--jit=off" not in sys.orig_argv
    tests = [Test(shape, kind, interpreted) for shape in SHAPES for interpreted in (False, True)[:1 + compiled] for kind in KINDS]
    tests = [test for test in tests if ONLY.search(test.name)]
    if SECONDS < 5 and len(tests) > len(KINDS):  # a third of them, by the seed
        tests = tests[SEED % 3::3]
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        for count, several in itertools.groupby(tests, lambda test: len(test.threads)):
            crew = Crew(count)  # those that wait for work spin
            for test in several:
                test.run(crew, rng)
            crew.leave()
    trials, met, bad = map(sum, zip(*(test.table() for test in tests)))
    print(f"lockstep.py: {trials} trials, {met} in which the threads met, {bad} forbidden, seed {SEED}")
    if bad or not met:
        sys.exit(1)


main()
