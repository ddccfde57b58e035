# gc: collect, enable and disable, counts, thresholds, callbacks, tracking, finalizers run once, cycles of every kind.
import gc


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


log = []


class Finalized:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def collect():
    for _ in range(3):
        gc.collect()


def make(n, cyclic):
    for i in range(n):
        x = Finalized((cyclic, i))  # one that comes late is none of the next hundred
        if cyclic:
            x.self = x


print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled(), type(gc.collect()).__name__, len(gc.get_count()), len(gc.get_threshold()))
make(100, cyclic=False)
collect()
print(len(log) >= 95, len(log) == len(set(log)))
log.clear()
make(100, cyclic=True)
collect()
print(len(log) >= 95, len(log) == len(set(log)))
log.clear()
kept = []


class Resurrected:
    def __del__(self):
        log.append("del")
        kept.append(self)


def resurrect():
    x = Resurrected()
    x.self = x


resurrect()
collect()
print(len(kept) <= 1, log.count("del") == len(kept))  # a few of the hundred may come late
kept.clear()
collect()
print(log.count("del") <= 1)  # never twice


class RaisesInDel:
    def __del__(self):
        raise ValueError("ignored in __del__")


import sys
ignored = []
sys.unraisablehook = lambda args: ignored.append((args.exc_type.__name__, str(args.exc_value)))


def make_raising():
    for _ in range(20):
        RaisesInDel().x = 1


make_raising()
collect()  # the hook stays: conservative stacks may keep some of the twenty for a while
print(len(ignored) >= 15, set(ignored))
phases = []


def callback(phase, info):
    phases.append((phase, sorted(info)))


gc.callbacks.append(callback)
gc.collect()
gc.callbacks.remove(callback)
print(phases[0][0], phases[-1][0], "generation" in phases[0][1], "collected" in phases[0][1])
survivors = {"list": [1, [2]], "self": None}
survivors["self"] = survivors
big = [[i] for i in range(20000)]
tree = None
for i in range(2000):
    tree = (tree, {"i": i})
collect()
print(survivors["list"], survivors["self"] is survivors, sum(x[0] for x in big), len(big))
depth = 0
while tree:
    tree, leaf = tree
    depth += leaf["i"]
print(depth)
total = 0
for i in range(200000):  # garbage of many shapes, far more than is kept
    pair = [i, (i, str(i))]
    total += len(pair[1][1])
    if i % 50000 == 0:
        gc.collect()
print(total)


class Ring:
    pass


for n in (1, 2, 3, 50):
    for _ in range(200):
        nodes = [Ring() for _ in range(n)]
        for a, b in zip(nodes, nodes[1:] + nodes[:1]):
            a.next = b
collect()
deep = []
for _ in range(200000):
    deep = [deep]
collect()
del deep
collect()
print("deep structures freed")
closures = []


def make_closures():
    for i in range(1000):
        def f(i=i):
            return f, i
        if i % 100 == 0:
            closures.append(f)


make_closures()
collect()
print(len(closures), closures[3]()[1], gc.garbage, gc.get_debug())
show(lambda: gc.collect(5))
show(lambda: gc.collect("a"))
show(lambda: gc.set_threshold("a"))
old = gc.get_threshold()
gc.set_threshold(500, 5, 5)
gc.set_threshold(*old)
gc.freeze()
gc.unfreeze()


def generator_with_finally():
    try:
        yield 1
    finally:
        log.append("generator finally")


def abandon():
    g = generator_with_finally()
    next(g)


log.clear()
for _ in range(20):
    abandon()
collect()
print(len(log) >= 15, set(log))
