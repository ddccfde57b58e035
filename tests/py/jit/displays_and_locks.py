# Displays with stars, operators of sets and dicts, builtin functions over containers, locks, weak references, and classes that change what they do.
import bisect
import threading
import weakref


class Odd:
    """Equal to what it is asked about when it says so."""

    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == getattr(other, "n", other)

    def __hash__(self):
        return hash(self.n)

    def __lt__(self, other):
        return self.n < getattr(other, "n", other)

    def __gt__(self, other):
        return self.n > getattr(other, "n", other)


def displays(n):
    l, d, s, total = [1, 2, 3], {"a": 1}, {7, 8}, 0
    out = None
    for i in range(n):
        out = [*l, i % 3, *d], {*s, i % 3, *l}, {**d, "z": i % 3, **{"y": 2}}, {i % 5, 2, 3}, {x for x in l if x != i % 3}
        total += len(out[0]) + len(out[1]) + len(out[2]) + len(out[3]) + len(out[4])
    return total, out


def sets(n):
    a, b, d, e, total = {1, 2, 3}, {3, 4}, {"a": 1}, {"b": 2}, 0
    f = frozenset(b)
    for i in range(n):
        c = set(a)
        c |= b
        c -= {i % 4}
        c &= {1, 2, 3, 4}
        c ^= {9}
        m = d | e
        m |= {"c": i % 3}
        total += len(a | b) + len(a & b) + len(a - b) + len(a ^ b) + len(f | f) + sum(c) + m["c"] + len(d | m)
    return total


def odd_items(n):
    """What compares in Python comes to containers that held numbers when the loop was compiled."""
    total = []
    for i in range(n):
        x = Odd(i % 3) if i > n // 2 else i % 3
        a, b = {x, 5}, {1, 5}
        l = [x, 1, 2]
        total.append((len(a | b), len(a & b), len({*a, *b}), len({**{x: 1}, **{1: 2}}), max(l) == 2, sum(v == 1 for v in l), sorted(l)[0] == min(l), not l,
                      bisect.bisect_left(l, 9), x in l))
    return sorted(set(total))


def functions(n):
    l, t, d, total = [3, 1, 2], (1.5, 2), {"k": 1, "j": 2}, 0
    out = None
    for i in range(n):
        l[0] = i % 7
        total += sum(l) + max(l) + min(t) + sorted(l)[1] + any(l) + all(l) + bisect.bisect(l, 2) + (not l) + (not i % 2) + (not "") + (not d)
        out = list(reversed(l)), list(d.items()), list(d.values()), tuple(d.keys()), set(l), frozenset(l), dict(d), list(range(i % 4))
        c = list(l)
        del c[1:]
        bisect.insort(c, i % 5)
        total += len(c) + len(out[6]) + next(iter(l)) + next(iter([]), 4)
    return total, out


def locks(n):
    lock, rlock, count = threading.Lock(), threading.RLock(), 0
    for i in range(n):
        with lock:
            count += 1
        with rlock, rlock:
            count += lock.acquire()
            count += lock.locked()
            lock.release()
        if not lock.acquire(False):
            count = None
        count += not lock.acquire(False)
        lock.release()
    failed = 0
    for i in range(n):
        try:
            lock.release()
        except RuntimeError as e:
            failed += 1
            text = str(e)
    return count, failed, text


def contended(n):
    lock, count = threading.Lock(), [0]

    def work():
        for _ in range(n):
            with lock:
                count[0] += 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return count[0]


def weak(n):
    o, alive = Odd(1), 0
    r = weakref.ref(o)
    for i in range(n):
        alive += r() is o and r().n
    del o
    import gc
    gc.collect()
    return alive, r()


class Base:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return "add", self.n, other.n

    def __lt__(self, other):
        return self.n < other.n


class Derived(Base):
    pass


def derived(n):
    a, b, out = Base(1), Derived(2), []
    for i in range(n):
        if i == n // 3:
            Derived.__radd__ = lambda self, other: ("radd", self.n, other.n)
        if i == n // 2:
            Derived.__gt__ = lambda self, other: "greater"
        if i == 2 * n // 3:
            del Derived.__radd__
        out.append((a + b, a < b, b < a, b + a))
    return sorted({repr(o): out.count(o) for o in out}.items())


def classes(n):
    total = 0
    for i in range(n):
        total += issubclass(Derived, Base) + issubclass(Base, Derived) + issubclass(bool, (int, str)) + issubclass(int, str)
    return total


for f, n in (displays, 200), (sets, 200), (odd_items, 200), (functions, 200), (locks, 200), (contended, 500), (weak, 200), (derived, 300), (classes, 200):
    print(f.__name__, f(n))
