# A call that has begun keeps its function's code, whatever the function is given meanwhile and whoever collects.
import gc
import threading
import weakref

SOURCE = '''
def f(wanted, *more, **named):
    f.__code__ = other.__code__
    before = "text %d of " + wanted
    collect()
    made = [str(i) * 3 for i in range(200)]
    collect()
    return before, ("later %d", %d.5, more), named, len(made), alive() is not None

def other(wanted, *more, **named):
    return "other"
'''


def make(n):
    module = {"collect": gc.collect}
    exec(SOURCE.replace("%d", str(n)), module)
    module["alive"] = weakref.ref(module["f"].__code__)
    return module


modules = []
maker = threading.Thread(target=lambda: modules.extend(make(n) for n in range(40)))  # nothing of it is left on this thread's stack
maker.start()
maker.join()
for n, module in enumerate(modules):
    got = module["f"]("it", n, name=n)
    assert got == (f"text {n} of it", (f"later {n}", n + 0.5, (n,)), {"name": n}, 200, True), got
    assert module["f"]("it") == "other"
print(len(modules), "calls kept their code")


# The same where compiled code had the frame, until its code was given up.
LOOP = '''
def f(i):
    a = i + 1
    hook(i)
    made = [i, "text %d"]
    return a, made, ("later %d", i + %d.5)

def other(i):
    return "other"

def hook(i):
    if i == 700:
        f.__code__ = other.__code__
        collect()
        scrub(30)
        collect()
        seen.append(alive() is not None)

def scrub(n):
    made = [[] for _ in range(50)]
    return scrub(n - 1) if n else len(made)

def loop():
    for i in range(701):
        got = f(i)
    return got
'''
modules = []


def make_loop(n):
    module = {"collect": gc.collect, "seen": []}
    exec(LOOP.replace("%d", str(n)), module)
    module["alive"] = weakref.ref(module["f"].__code__)
    return module


maker = threading.Thread(target=lambda: modules.extend(make_loop(n) for n in range(40)))
maker.start()
maker.join()
for n, module in enumerate(modules):
    got = module["loop"]()
    assert got == (701, [700, f"text {n}"], (f"later {n}", 700 + n + 0.5)), got
    assert module["seen"] == [True], module["seen"]
    assert module["f"](1) == "other"
print(len(modules), "loops kept it")


def swapped(stop, f, codes):
    while not stop.is_set():
        f.__code__ = codes[0].replace(co_name="swapped")
        gc.collect(0)


def called(x, *rest, key=3):
    return [x, rest, key]


stop = threading.Event()
thread = threading.Thread(target=swapped, args=(stop, called, [called.__code__]))
thread.start()
for n in range(20000):
    assert called(n, n + 1, key=n) == [n, (n + 1,), n]
stop.set()
thread.join()
print("called while its code was changed")
