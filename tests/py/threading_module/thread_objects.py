# threading.Thread: start, join, names, daemon, identity, arguments, subclassing, enumerate, errors.
import threading


def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


results = []
t = threading.Thread(target=lambda a, b=0: results.append((a, b, threading.current_thread() is t)), args=(1,), kwargs={"b": 2})
print(t.is_alive(), t.ident, t.daemon, t.name, t.native_id)
t.start()
t.join()
print(results, t.is_alive(), type(t.ident).__name__, t.join(), repr(t) == f"<Thread({t.name}, stopped {t.ident})>")
show(t.start)
show(lambda: threading.Thread(target=5).run())
show(lambda: threading.Thread(None, None, "named").name)
show(lambda: threading.Thread("group"))
show(lambda: threading.Thread().join())
show(lambda: threading.current_thread().join())
show(lambda: threading.Thread(args=5, target=print).run())
show(lambda: threading.Thread(nope=1))
print(threading.Thread().run(), threading.Thread(target=print, name="x").name, threading.Thread(target=show, daemon=True).daemon)
main = threading.main_thread()
print(main is threading.current_thread(), main.name, main.is_alive(), main.daemon, main.ident == threading.get_ident(), threading.active_count(), threading.enumerate() == [main])


class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__(name=f"worker-{n}")
        self.n = n
        self.result = None

    def run(self):
        self.result = sum(range(self.n)), threading.current_thread().name


workers = [Worker(n) for n in (10, 100, 1000)]
for w in workers:
    w.start()
for w in workers:
    w.join()
print([w.result for w in workers], all(not w.is_alive() for w in workers))
gate = threading.Event()
inside = threading.Event()


def waits():
    inside.set()
    gate.wait()


t = threading.Thread(target=waits, name="waiter")
t.start()
inside.wait()
print(t.is_alive(), t in threading.enumerate(), threading.active_count(), t.join(0.01), t.is_alive(), t.ident != main.ident)
show(lambda: setattr(t, "daemon", True))
t.name = "renamed"
gate.set()
t.join()
print(t.name, t.is_alive(), threading.active_count())
nested = []


def outer(depth):
    nested.append(depth)
    if depth:
        child = threading.Thread(target=outer, args=(depth - 1,))
        child.start()
        child.join()


outer(5)
print(nested)
shared = {}


def fill(i):
    for k in range(100):
        shared[i, k] = i * k


threads = [threading.Thread(target=fill, args=(i,)) for i in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(shared), sum(shared.values()), len({t.ident for t in threads}) >= 1)
first = threading.Thread(target=lambda: None)
second = threading.Thread(target=len, args=([],))
print(first.name.startswith("Thread-"), "(<lambda>)" in first.name, "(len)" in second.name)
import _thread
done = _thread.allocate_lock()
done.acquire()
_thread.start_new_thread(lambda *args: (results.append(args), done.release()), (1, 2))
done.acquire()
print(results[-1], _thread.get_ident() == threading.get_ident(), _thread.LockType is type(done))
show(lambda: _thread.start_new_thread(5, ()))
show(lambda: _thread.start_new_thread(len, 5))
print(threading.stack_size() >= 0, threading.TIMEOUT_MAX > 1e6, type(threading.get_native_id()).__name__)
many = []
for round_number in range(5):
    batch = [threading.Thread(target=many.append, args=(i,)) for i in range(40)]
    for t in batch:
        t.start()
    for t in batch:
        t.join()
print(len(many), sorted(set(many)) == list(range(40)))
