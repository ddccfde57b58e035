# Lock and RLock: acquire in all forms, release, with, owners, timeouts, errors; mutual exclusion under contention.
import threading


def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


lock = threading.Lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.acquire(True, 0), lock.release(), lock.locked(), lock.acquire(True, 1), lock.release())
show(lock.release)
show(lambda: lock.acquire(False, 1))
show(lambda: lock.acquire(True, -5))
show(lambda: lock.acquire("a", "b"))
show(lambda: lock.acquire(True, 1e20))
show(lambda: lock.nope)
with lock as entered:
    print(entered, lock.locked())
print(lock.locked(), type(lock).__name__, repr(lock).startswith("<unlocked _thread.lock object at"))
try:
    with lock:
        raise ValueError("inside")
except ValueError:
    print("released", lock.locked())
# a lock may be released by another thread
lock.acquire()
t = threading.Thread(target=lock.release)
t.start()
t.join()
print(lock.locked())
r = threading.RLock()
print(r.acquire(), r.acquire(), r.acquire(False), r.release(), r.release(), r.release(), r._is_owned())
show(r.release)
with r:
    with r:
        print(r._is_owned(), repr(r).startswith("<locked"), "count=2" in repr(r))
r.acquire()
outcome = []


def other():
    outcome.append(r.acquire(False))
    outcome.append(r.acquire(timeout=0.01))
    try:
        r.release()
    except RuntimeError as error:
        outcome.append(str(error))


t = threading.Thread(target=other)
t.start()
t.join()
print(outcome)
r.release()


class Counter:
    def __init__(self, lock):
        self.lock, self.value = lock, 0

    def add(self, times):
        for _ in range(times):
            with self.lock:
                value = self.value
                self.value = value + 1

    def nested(self, times):
        for _ in range(times):
            with self.lock:
                self.add(1)


def contend(target, n, threads=6):
    ts = [threading.Thread(target=target, args=(n,)) for _ in range(threads)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()


for kind in (threading.Lock, threading.RLock, threading.Semaphore, threading.Condition):
    counter = Counter(kind())
    contend(counter.add, 2000)
    print(kind.__name__, counter.value)
counter = Counter(threading.RLock())
contend(counter.nested, 500)
print(counter.value)
# two locks always in one order: no deadlock
a, b, log = threading.Lock(), threading.Lock(), []


def both(n):
    for i in range(n):
        with a, b:
            log.append(i)


contend(both, 300)
print(len(log))
balance = {"x": 1000, "y": 1000}
locks = {"x": threading.Lock(), "y": threading.Lock()}


def transfer(n):
    for i in range(n):
        source, target = ("x", "y") if i % 2 else ("y", "x")
        first, second = sorted((source, target))
        with locks[first]:
            with locks[second]:
                balance[source] -= 1
                balance[target] += 1


contend(transfer, 500)
print(sum(balance.values()))
held = threading.Lock()
held.acquire()
waiting = []


def wait_for_it():
    waiting.append("try")
    with held:
        waiting.append("got it")


t = threading.Thread(target=wait_for_it)
t.start()
while not waiting:
    pass
print(waiting)
held.release()
t.join()
print(waiting)
