# queue: Queue, LifoQueue, PriorityQueue, SimpleQueue: order, limits, timeouts, task_done and join, many producers and consumers.
import queue
import threading


def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


q = queue.Queue()
for i in (3, 1, 2):
    q.put(i)
print(q.qsize(), q.empty(), q.full(), q.get(), q.get_nowait(), q.get(timeout=1), q.empty())
show(q.get_nowait)
show(lambda: q.get(timeout=0.01))
show(lambda: q.get(False))
show(lambda: q.get(timeout=-1))
small = queue.Queue(maxsize=2)
small.put("a")
small.put_nowait("b")
print(small.full(), small.maxsize)
show(lambda: small.put_nowait("c"))
show(lambda: small.put("c", timeout=0.01))
show(lambda: small.put("c", block=False))
show(q.task_done)
l = queue.LifoQueue()
p = queue.PriorityQueue()
s = queue.SimpleQueue()
for x in ((2, "b"), (1, "z"), (1, "a"), (3, "c")):
    l.put(x), p.put(x), s.put(x)
print([l.get() for _ in range(4)], [p.get() for _ in range(4)], [s.get() for _ in range(4)], s.empty(), s.qsize())
show(s.get_nowait)
show(lambda: s.get(timeout=0.01))
show(lambda: s.get(timeout=-1))
show(lambda: p.put(1) or p.put("a"))
print(issubclass(queue.Empty, Exception), issubclass(queue.Full, Exception), s.put(None), s.get(), type(s).__name__)


def work(kind, producers, consumers, n, maxsize=0):
    q = kind() if kind is queue.SimpleQueue else kind(maxsize)
    results, lock = [], threading.Lock()

    def produce(start):
        for i in range(start, n, producers):
            q.put(i)

    def consume():
        mine = []
        while True:
            item = q.get()
            if item == n:
                break
            mine.append(item)
        with lock:
            results.extend(mine)

    ps = [threading.Thread(target=produce, args=(i,)) for i in range(producers)]
    cs = [threading.Thread(target=consume) for _ in range(consumers)]
    for t in ps + cs:
        t.start()
    for t in ps:
        t.join()
    if kind is queue.LifoQueue:
        while not q.empty():
            pass
    for _ in cs:
        q.put(n)
    for t in cs:
        t.join()
    return sorted(results) == list(range(n)), q.empty()


for kind, maxsize in ((queue.Queue, 0), (queue.Queue, 1), (queue.Queue, 5), (queue.LifoQueue, 3), (queue.PriorityQueue, 4), (queue.SimpleQueue, 0)):
    print(kind.__name__, maxsize, work(kind, 3, 2, 600, maxsize))
q = queue.Queue()
done = []


def worker():
    while True:
        item = q.get()
        if item is None:
            q.task_done()
            return
        done.append(item * 2)
        q.task_done()


threads = [threading.Thread(target=worker) for _ in range(3)]
for t in threads:
    t.start()
for i in range(100):
    q.put(i)
q.join()
print(len(done), sum(done), q.unfinished_tasks)
for _ in threads:
    q.put(None)
for t in threads:
    t.join()
# a ring of threads, each of which hands a number on
ring = [queue.Queue() for _ in range(5)]
final = []


def hand_on(i):
    while True:
        n = ring[i].get()
        ring[(i + 1) % 5].put(max(n - 1, 0))
        if n == 0:
            final.append(i)
            return


threads = [threading.Thread(target=hand_on, args=(i,)) for i in range(5)]
for t in threads:
    t.start()
ring[0].put(203)
for t in threads:
    t.join()
print(sorted(final), ring[3].qsize() + sum(r.qsize() for r in ring) > 0)
first_in = queue.Queue()
for i in range(1000):
    first_in.put(i)
print([first_in.get() for _ in range(1000)] == list(range(1000)))
