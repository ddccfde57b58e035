# Invariant: structures guarded by their own lock keep their laws: a bounded buffer, a counter, an LRU cache, a linked stack,
# a work-stealing pool.  Forbidden: a broken law, loss, a hang.
import threading
from collections import OrderedDict, deque
from _scale import SCALE, THREADS, run

N = 300 * SCALE


class Stack:
    def __init__(self):
        self.head, self.size, self.lock = None, 0, threading.Lock()

    def push(self, value):
        with self.lock:
            self.head = (value, self.head)
            self.size += 1

    def pop(self):
        with self.lock:
            if self.head is None:
                return None
            value, self.head = self.head
            self.size -= 1
            return value


class Buffer:
    def __init__(self, capacity):
        self.items, self.capacity, self.condition, self.most = deque(), capacity, threading.Condition(), 0

    def put(self, item):
        with self.condition:
            while len(self.items) == self.capacity:
                self.condition.wait()
            self.items.append(item)
            self.most = max(self.most, len(self.items))
            self.condition.notify_all()

    def get(self):
        with self.condition:
            while not self.items:
                self.condition.wait()
            item = self.items.popleft()
            self.condition.notify_all()
            return item


class Cache:
    def __init__(self, size):
        self.size, self.entries, self.lock = size, OrderedDict(), threading.RLock()

    def get(self, key, make):
        with self.lock:
            if key in self.entries:
                self.entries.move_to_end(key)
                return self.entries[key]
            value = self.entries[key] = make(key)
            if len(self.entries) > self.size:
                self.entries.popitem(last=False)
            assert len(self.entries) <= self.size
            return value


stack = Stack()
popped = run(THREADS, lambda index: [stack.push((index, i)) or stack.pop() for i in range(N)])
print(sum(map(len, popped)), len({v for mine in popped for v in mine}), stack.size, stack.head)
buffer = Buffer(4)


def produce_and_consume(index):
    if index % 2:
        for i in range(N):
            buffer.put(i)
        return None
    return [buffer.get() for _ in range(N)]


consumed = run(6, produce_and_consume)
print(sum(sum(mine) for mine in consumed if mine) == 3 * sum(range(N)), buffer.most <= 4, len(buffer.items))
cache = Cache(10)
print(set(run(THREADS, lambda index: all(cache.get((i * index) % 25, lambda k: k * k) == ((i * index) % 25) ** 2 for i in range(N)))), len(cache.entries))
tasks = [deque((owner, i) for i in range(40)) for owner in range(4)]


def steal(index):
    done = []
    while True:
        try:
            done.append(tasks[index].popleft())
        except IndexError:
            for other in range(4):
                try:
                    done.append(tasks[(index + other) % 4].pop())
                    break
                except IndexError:
                    pass
            else:
                return done


finished = run(4, steal)
print(sorted(t for mine in finished for t in mine) == [(owner, i) for owner in range(4) for i in range(40)])
counters = {name: 0 for name in "abc"}
guard = threading.Lock()


def count(index):
    for i in range(N):
        with guard:
            counters["abc"[i % 3]] += 1


run(THREADS, count)
print(counters == {name: THREADS * N // 3 for name in "abc"})
