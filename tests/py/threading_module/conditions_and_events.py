# Condition, Event, Semaphore, BoundedSemaphore, Barrier: wait, notify, timeouts, counts, broken barriers, errors.
import threading


def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


def start(*targets):
    threads = [threading.Thread(target=t) for t in targets]
    for t in threads:
        t.start()
    return threads


def join(threads):
    for t in threads:
        t.join()


e = threading.Event()
print(e.is_set(), e.wait(0.01), e.set(), e.is_set(), e.wait(), e.wait(5), e.clear(), e.is_set())
woken = []
threads = start(*[lambda: (e.wait(), woken.append(1))] * 5)
e.set()
join(threads)
print(len(woken))
c = threading.Condition()
show(c.notify)
show(c.wait)
show(c.notify_all)
with c:
    print(c.wait(0.01), c.wait_for(lambda: False, 0.01), c.wait_for(lambda: "truthy"), c.notify(), c.notify_all())
items, taken = [], []


def consumer():
    for _ in range(50):
        with c:
            while not items:
                c.wait()
            taken.append(items.pop(0))
            c.notify_all()


def producer():
    for i in range(50):
        with c:
            c.wait_for(lambda: len(items) < 3)
            items.append(i)
            c.notify_all()


join(start(consumer, producer, consumer, producer))
print(len(taken), sorted(taken) == sorted(list(range(50)) * 2), items)
state, order = [0], []


def turn(n):
    def run():
        for _ in range(5):
            with c:
                c.wait_for(lambda: state[0] % 3 == n)
                order.append(n)
                state[0] += 1
                c.notify_all()
    return run


join(start(turn(0), turn(1), turn(2)))
print(order)
shared = threading.Lock()
c1, c2 = threading.Condition(shared), threading.Condition(shared)
with c1:
    print(shared.locked(), c2.acquire(False))
print(shared.locked())
waiting = threading.Semaphore(0)
n_woken = []


def waiter():
    with c:
        waiting.release()
        c.wait()
        n_woken.append(1)


threads = start(waiter, waiter, waiter)
for _ in threads:
    waiting.acquire()
with c:
    c.notify(2)
while len(n_woken) < 2:
    pass
print(len(n_woken))
with c:
    c.notify()
join(threads)
print(len(n_woken))
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(False), s.acquire(False), s.acquire(timeout=0.01), s.release(), s.acquire(), s.release(2), s.acquire(), s.acquire())
show(lambda: threading.Semaphore(-1))
show(lambda: s.release(0))
show(lambda: s.acquire(False, 1))
bounded = threading.BoundedSemaphore(1)
with bounded:
    pass
show(bounded.release)
inside, most, guard = [0], [0], threading.Lock()
limit = threading.Semaphore(3)


def limited():
    for _ in range(50):
        with limit:
            with guard:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            with guard:
                inside[0] -= 1


join(start(*[limited] * 8))
print(most[0] <= 3, inside)
barrier_log = []
b = threading.Barrier(4, action=lambda: barrier_log.append("action"))


def phased():
    for phase in range(3):
        barrier_log.append(phase)
        b.wait()


join(start(*[phased] * 4))
print(barrier_log, b.parties, b.n_waiting, b.broken)
indexes = []
join(start(*[lambda: indexes.append(b.wait())] * 4))
print(sorted(indexes))
broken = threading.Barrier(2)
show(lambda: broken.wait(0.01))
print(broken.broken)
show(broken.wait)
broken.reset()
print(broken.broken)
results = []


def waits():
    try:
        broken.wait()
    except threading.BrokenBarrierError:
        results.append("broken")


threads = start(waits)
while broken.n_waiting == 0:
    pass
broken.abort()
join(threads)
print(results, broken.broken)
failing = threading.Barrier(1, action=lambda: 1 / 0)
show(failing.wait)
print(failing.broken)
