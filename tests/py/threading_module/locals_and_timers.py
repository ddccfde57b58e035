# threading.local, Timer, excepthook, daemon threads, settrace for new threads, values seen by other threads.
import sys
import threading


def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


def run(f, *args):
    result = []
    t = threading.Thread(target=lambda: result.append(f(*args)))
    t.start()
    t.join()
    return result[0] if result else "no result"


local = threading.local()
local.x = "main"


def in_thread():
    before = hasattr(local, "x")
    local.x = "thread"
    local.only_here = 1
    return before, local.x, sorted(local.__dict__)


print(run(in_thread), local.x, hasattr(local, "only_here"), local.__dict__)
show(lambda: local.nope)
del local.x
show(lambda: local.x)


class WithInit(threading.local):
    count = 0
    default = "class attribute"

    def __init__(self, value):
        WithInit.count += 1
        self.value = [value]

    def add(self):
        self.value.append(len(self.value))
        return self.value


w = WithInit("v")
print(w.add(), run(w.add), run(w.add), w.add(), WithInit.count, w.default, run(lambda: w.default))
show(lambda: threading.local(5))
many = [threading.local() for _ in range(100)]


def fill(n):
    for i, l in enumerate(many):
        l.v = i * n
    return sum(l.v for l in many)


print([run(fill, n) for n in range(5)], any(hasattr(l, "v") for l in many))
seen = []
done = threading.Event()
timer = threading.Timer(0.01, lambda *a, **k: (seen.append((a, k)), done.set()), args=[1], kwargs={"k": 2})
timer.start()
done.wait()
timer.join()
cancelled = threading.Timer(60, seen.append, ["never"])
cancelled.start()
cancelled.cancel()
cancelled.join()
print(seen, timer.is_alive(), cancelled.is_alive(), cancelled.finished.is_set())
caught = []
threading.excepthook, old = (lambda args: caught.append((args.exc_type.__name__, str(args.exc_value), args.thread.name, args.exc_traceback is not None))), threading.excepthook


def fails():
    raise KeyError("in thread")


def exits():
    sys.exit("quietly")


def raises_exit():
    raise SystemExit(5)


for f in (fails, exits, raises_exit):
    t = threading.Thread(target=f, name=f.__name__)
    t.start()
    t.join()
threading.excepthook = old
print(caught)
events = []


def tracer(frame, event, arg):
    if frame.f_code.co_name == "traced":
        events.append(event)
        return tracer


def traced():
    x = 1
    return x


threading.settrace(tracer)
run(traced)
threading.settrace(None)
run(traced)
print(events, threading.gettrace())
flag = [False]


def spin():
    n = 0
    while not flag[0]:
        n += 1
    return "saw the flag"


result = []
t = threading.Thread(target=lambda: result.append(spin()))
t.start()
flag[0] = True
t.join()
print(result)


class Stop:
    requested = False


def spin_on_class():
    while not Stop.requested:
        pass
    return "saw the class attribute"


t = threading.Thread(target=lambda: result.append(spin_on_class()))
t.start()
Stop.requested = True
t.join()
running = True


def spin_on_global():
    while running:
        pass
    return "saw the global"


t = threading.Thread(target=lambda: result.append(spin_on_global()))
t.start()
running = False
t.join()
print(result)
from concurrent.futures import ThreadPoolExecutor, as_completed
with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda x: x * x, range(10))), pool.submit(pow, 2, 10).result(), sorted(f.result() for f in as_completed([pool.submit(len, "a" * n) for n in range(5)])))
    failing = pool.submit(lambda: 1 / 0)
    print(type(failing.exception()).__name__, failing.done())
show(lambda: failing.result())
show(lambda: pool.submit(len, ""))
daemon = threading.Thread(target=threading.Event().wait, daemon=True)
daemon.start()
print(daemon.is_alive(), daemon.daemon)  # and the program still ends
