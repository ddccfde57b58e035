# Invariant: a pipeline of threads joined by queues delivers every item once, in order, transformed by every stage.
# Forbidden: loss, doubling, disorder, a hang at the end.
import queue
import threading
from _scale import SCALE

END = object()


def stage(function, source, target):
    while True:
        item = source.get()
        if item is END:
            target.put(END)
            return
        for result in function(item):
            target.put(result)


def pipeline(functions, items, maxsize):
    queues = [queue.Queue(maxsize) for _ in range(len(functions) + 1)]
    threads = [threading.Thread(target=stage, args=(f, queues[i], queues[i + 1])) for i, f in enumerate(functions)]
    threads.append(threading.Thread(target=lambda: ([queues[0].put(item) for item in items], queues[0].put(END))))
    for thread in threads:
        thread.start()
    results = []
    while (item := queues[-1].get()) is not END:
        results.append(item)
    for thread in threads:
        thread.join()
    return results


def square(x):
    yield x * x


def only_odd(x):
    if x % 2:
        yield x


def twice(x):
    yield x
    yield -x


def text(x):
    return [f"<{x}>"]


for maxsize in (0, 1, 7):
    results = pipeline([square, only_odd, twice, text], range(300 * SCALE), maxsize)
    print(maxsize, len(results), results[:4], results[-1])
fan_in = queue.Queue()
producers = [threading.Thread(target=lambda i=i: [fan_in.put((i, n)) for n in range(200)]) for i in range(4)]
for thread in producers:
    thread.start()
seen = [[] for _ in range(4)]
for _ in range(800):
    i, n = fan_in.get()
    seen[i].append(n)
for thread in producers:
    thread.join()
print([order == list(range(200)) for order in seen], fan_in.empty())
