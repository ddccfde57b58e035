# Methods that a class written in Python has from one written in C++, named tuples and other subclasses of tuple, functions that ask for a number.
import io
import random
import threading
import time
from collections import deque, namedtuple

Point = namedtuple("Point", "x y")


class Backwards(tuple):
    def __iter__(self):
        return iter(self[::-1])


class Shifted(tuple):
    def __getitem__(self, i):
        return tuple.__getitem__(self, i) + 100


class Dressed(tuple):
    pass


def tuples(n):
    out = 0
    kinds = [Point(1, 2), Backwards((3, 4)), Shifted((5, 6)), Dressed((7, 8)), (9, 10)]
    for p in kinds:
        for i in range(n):
            a, b = p
            out += a * 3 + b + p[0] + p[1] * 2 + len(p)
    dressed = Dressed((1, 2))
    dressed.note = 5
    for i in range(n):
        x, y = dressed
        out += x + y + dressed.note + (1 in dressed) + dressed.count(2)
    failed = 0
    for i in range(n):
        try:
            a, b, c = Point(i, i)
        except ValueError as e:
            failed += 1
            text = str(e)
    return out, failed, text


class Queue(deque):
    def popleft(self):
        return deque.popleft(self) * 2


class Names(dict):
    def __missing__(self, key):
        return key * 2


class Stack(list):
    def append(self, item):
        super().append(item + 1)


def subclasses(n):
    queue, names, stack, total = Queue(), Names(a="b"), Stack(), 0
    for i in range(n):
        queue.append(i)
        if len(queue) > 3:
            total += queue.popleft() + queue[0]
        stack.append(i)
        total += stack.pop() + len(names.get("a")) + len(names["zz"]) + names.setdefault("k", 1)
        names.pop("k")
    return total, list(queue), names, stack


def numbers(n):
    source = random.Random(42)
    total, bits = 0.0, 0
    for i in range(n):
        total += source.random()
        bits ^= source.getrandbits(9) + source.randint(0, 5) + source.choice((1, 2, 3)) + source.randrange(i + 1)
    random.seed(7)
    more = [random.random() for _ in range(n)]
    return round(total, 9), bits, round(sum(more), 9), source.sample(range(50), 4)


def clocks(n):
    ident, last, good = threading.get_ident(), time.monotonic(), 0
    for i in range(n):
        now = time.monotonic()
        good += now >= last and threading.get_ident() == ident and time.perf_counter() > 0 and time.time_ns() > 10**18
        last = now
    return good


def texts(n):
    out = io.StringIO()
    raw = io.BytesIO()
    for i in range(n):
        out.write(str(i))
        raw.write(b"x")
        if i % 50 == 49:
            out.seek(0)
            out.truncate()
    failed = 0
    out.close()
    for i in range(n):
        try:
            out.write("x")
        except ValueError as e:
            failed += 1
            text = str(e)
    return raw.getvalue() == b"x" * n, raw.tell(), failed, text


for f, n in (tuples, 100), (subclasses, 300), (numbers, 300), (clocks, 200), (texts, 330):
    print(f.__name__, f(n))
