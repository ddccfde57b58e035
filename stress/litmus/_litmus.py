"""What the litmus tests share: locations, threads that run one trial after the other, and tables of outcomes.

    eider [--jit=on --jit-hot-loop=1 --jit-hot-exit=2] stress/litmus/NAME.py [--seconds S] [--seed K] [--only REGEX]

The same can be said by EIDER_STRESS_SECONDS and EIDER_STRESS_SEED, as in stress/races. The default is short.

Interpreter, compiled code and both at once: a program runs with the compiler on or off, and where a name says "interpreted" that
thread's loop stands at the top level of a module, whose names are not compiled (LOAD_NAME).

A trial is a handful of small functions that race once. Their source is made anew for each trial, so their classes, globals and
code objects are fresh: the loops get hot, compiled code folds what it reads as watched facts, and then somebody writes. (Facts
that change often are given up, so a location that is written again and again would soon be read by plain loads.)
Each loop counts its passes in `box.n`; that is how the others know when it is hot. Nothing else keeps the threads together: a
barrier would order what the test is about.

A table shows how often each outcome was seen. An outcome that the memory model forbids fails the program, but where it is to be seen
that the tests can fail (weaker_invalidation.py).
"""
import itertools
import os
import re
import sys
import threading
import time


def _option(name, default, kind):
    flag = "--" + name
    return kind(sys.argv[sys.argv.index(flag) + 1] if flag in sys.argv else os.getenv("EIDER_STRESS_" + name.upper(), default))


SECONDS = _option("seconds", "0.7", float)
SEED = _option("seed", "1", int)
ONLY = re.compile(_option("only", "", str))
PATIENCE = _option("patience", "60", float)  # seconds of processor time without an event
BATCH = 4 if SECONDS < 5 else 16  # trials of one test in a row
SERIAL = itertools.count(1)  # of trials: no name is used twice
HOT = 250  # passes after which a loop has been compiled, when it is compiled after the first 64


class Rng:
    def __init__(self, seed):
        self.state = seed * 2654435761 % 4294967296 or 1

    def below(self, n):
        self.state ^= self.state << 13 & 0xFFFFFFFF
        self.state ^= self.state >> 17
        self.state ^= self.state << 5 & 0xFFFFFFFF
        return (self.state >> 7) % n


class Kind:
    """A kind of location. Text with {x}, its name; it holds 0 until it is written, then 1.

    `store` writes to {t}, which is `target` for the location itself and `dummy` for another one of the same kind: a loop that
    stores into the dummy is compiled, and does the real store with the same code when {t} changes.
    """

    def __init__(self, name, setup, read, store, target, dummy):
        self.name, self.setup, self.read, self.store, self.target, self.dummy = name, setup, read, store, target, dummy


PLAIN = Kind("instance attribute",
             "class {x}_Class:\n    def __init__(self): self.value = 0\n{x} = {x}_Class()\n{x}_dummy = {x}_Class()\n",
             "{x}.value", "{t}.value = 1", "{x}", "{x}_dummy")
KINDS = [
    Kind("class attribute", "class {x}: value = 0\nclass {x}_dummy: value = 0\n", "{x}.value", "{t}.value = 1", "{x}", "{x}_dummy"),
    Kind("method",
         "class {x}:\n    def get(self): return 0\nclass {x}_dummy: get = 0\n{x}_object = {x}()\ndef {x}_one(self): return 1\n",
         "{x}_object.get()", "{t}.get = {x}_one", "{x}", "{x}_dummy"),
    Kind("module global", "{x} = 0\n{x}_dummy = {{'{x}': 0}}\n", "{x}", "{t}['{x}'] = 1", "globals()", "{x}_dummy"),
    Kind("builtin", "import builtins\nbuiltins.litmus_{x} = 0\n{x}_dummy = {{'litmus_{x}': 0}}\n",
         "litmus_{x}", "{t}['litmus_{x}'] = 1", "builtins.__dict__", "{x}_dummy"),
    Kind("hidden builtin",  # a global of the same name comes to stand before the builtin
         "import builtins\nbuiltins.hidden_{x} = 0\n{x}_dummy = {{'hidden_{x}': 0}}\n",
         "hidden_{x}", "{t}['hidden_{x}'] = 1", "globals()", "{x}_dummy"),
    Kind("__code__", "def {x}(): return 0\ndef {x}_dummy(): return 0\ndef {x}_one(): return 1\n",
         "{x}()", "{t}.__code__ = {x}_one.__code__", "{x}", "{x}_dummy"),
    Kind("__defaults__", "def {x}(value=0): return value\ndef {x}_dummy(value=0): return value\n",
         "{x}()", "{t}.__defaults__ = (1,)", "{x}", "{x}_dummy"),
    Kind("__class__",
         "class {x}_Zero: value = 0\nclass {x}_One: value = 1\n{x} = {x}_Zero()\n{x}_dummy = {x}_Zero()\n",
         "{x}.value", "{t}.__class__ = {x}_One", "{x}", "{x}_dummy"),
]
WATCHED = KINDS[:-1]


class Box:
    """A thread's place for its count of passes."""

    def __init__(self):
        self.n = 0


class Gate:
    def __init__(self):
        self.go = 0


class Crew:
    """`count` threads that each run one list of functions a round."""

    def __init__(self, count):
        self.round = 0
        self.stop = False
        self.work = [()] * count
        self.result = [None] * count
        self.finished = [0] * count
        self.threads = [threading.Thread(target=self.body, args=(index,), daemon=True) for index in range(count)]
        for thread in self.threads:
            thread.start()

    def body(self, index):
        done = 0
        while True:
            wait(lambda: self.round != done or self.stop)
            if self.stop:
                return
            done = self.round
            results = []
            for function in self.work[index]:
                try:
                    results.append(function())
                except BaseException as error:  # shown as an outcome
                    results.append(f"{type(error).__name__}: {error}")
            self.result[index] = results
            self.finished[index] = done

    def begin(self, *lists):
        self.work[:] = lists
        self.round += 1

    def end(self):
        """The outcomes: for each trial a tuple of what its functions returned."""
        for index in range(len(self.work)):
            wait(lambda: self.finished[index] == self.round)
        return list(zip(*self.result))

    def leave(self):
        self.stop = True
        for thread in self.threads:
            thread.join()


def wait(condition):
    """Spins for a while (who waits for a busy processor's scheduler misses the race), then gives way."""
    deadline = time.process_time() + PATIENCE  # a process that is stopped for a while has all the time
    while True:
        for _ in range(2000):
            if condition():
                return
        if time.process_time() > deadline:
            print("nothing happens any more: a store was never seen, or a thread hangs", file=sys.stderr, flush=True)
            os._exit(3)
        time.sleep(0)


def until(box, passes):
    """Waits for a loop to get so far."""
    wait(lambda: box.n >= passes)


def build(text, **names):
    """A fresh module of the text."""
    namespace = {"__name__": "trial", **names}
    exec(compile(text, "<trial>", "exec"), namespace)
    return namespace


def top_level(text, namespace):
    """Makes a function that runs the text as a module's top level in the namespace; its result is what the text leaves in `result`."""
    code = compile(text, "<interpreted>", "exec")

    def run():
        own = {}  # what the text stores; other names are found in the module, then in builtins
        exec(code, namespace, own)
        return own["result"]
    return run


def padding(count):
    """Arithmetic that takes a while and never polls."""
    return "".join("        p = p / 1.0000001 + 0.5\n" for _ in range(count))


class Tables:
    """Runs tests and keeps their outcomes."""

    def __init__(self, threads):
        self.crew = Crew(threads)
        self.rng = Rng(SEED)
        self.bad = 0
        self.trials = 0
        self.passes = 0
        self.tests = []

    def test(self, name, trials, forbidden):
        """trials(tables) runs a batch and returns the outcomes; forbidden(outcome) says whether the memory model excludes one."""
        if ONLY.search(name):
            self.tests.append((name, trials, forbidden))

    def batch(self, make, drive=None):
        """make(x, y) returns (box, *functions), one for each thread; x and y are fresh names. drive(trial) is called for each trial meanwhile."""
        trials = []
        for _ in range(BATCH):
            serial = next(SERIAL)
            trials.append(make(f"x{serial}", f"y{serial}"))
        self.crew.begin(*([trial[1 + index] for trial in trials] for index in range(len(self.crew.work))))
        for trial in trials if drive else ():
            drive(trial)
        outcomes = self.crew.end()
        self.passes += sum(trial[0].n for trial in trials)
        return outcomes

    def run_until_forbidden(self, tries):
        """Each test until a forbidden outcome comes, in so many batches at most; fails when one of them shows none."""
        unseen = []
        for name, trials, forbidden in self.tests:
            for number in range(1, tries + 1):
                bad = [outcome for outcome in trials(self) if forbidden(outcome)]
                if bad:
                    print(f"{name:55} {bad[0]} FORBIDDEN in batch {number}, {len(bad)} of {BATCH} trials")
                    break
            else:
                unseen.append(name)
        self.crew.leave()
        sys.exit("no forbidden outcome was seen: " + ", ".join(unseen) if unseen else 0)

    def run(self):
        """All tests in turn until the time is over, each one at least once."""
        seen = {name: {} for name, _, _ in self.tests}
        deadline = time.monotonic() + SECONDS
        while self.tests:
            for name, trials, forbidden in self.tests:
                for outcome in trials(self):
                    self.trials += 1
                    seen[name][outcome] = seen[name].get(outcome, 0) + 1
                    self.bad += bool(forbidden(outcome))
            if time.monotonic() > deadline:
                break
        self.crew.leave()
        for name, _, forbidden in self.tests:
            row = ", ".join(f"{outcome} {count}{' FORBIDDEN' if forbidden(outcome) else ''}"
                            for outcome, count in sorted(seen[name].items(), key=repr))
            print(f"{name:55} {row}")
        print(f"{sys.argv[0].rpartition('/')[2]}: {self.trials} trials, {self.passes} passes, {self.bad} forbidden, seed {SEED}")
        if self.bad or not self.trials:
            sys.exit(1)
