# Every allocation of these loops fails once, on its own: MemoryError arrives as any exception does, or a handler of the loop's takes it,
# and afterwards all is as before. (python3.11 has no such switch, and goes through.)
import sys

fail = getattr(sys, "_fail_allocations", lambda n: None)


class Own(Exception):
    def __init__(self, n):
        super().__init__(n)
        self.n = n


class Thing:
    def __init__(self, n):
        self.n = n

    def add(self, x):
        return self.n + x

    def __add__(self, other):
        return Thing(self.n + other)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False


def objects(n):
    total = 0.5
    kept = []
    for i in range(n):
        thing = Thing(i)
        thing.extra = (i, str(i))
        kept.append(thing + 1)
        total += thing.add(i) * 0.1 + kept[-1].n
        if len(kept) > 5:
            kept = kept[3:]
    return round(total, 6)


def raising(n):
    total = 0
    for i in range(n):
        try:
            if i % 3 == 0:
                raise Own(i)
            if i % 5 == 0:
                raise KeyError(i)
            with Thing(i) as t:
                total += t.n
                if i % 7 == 0:
                    [][i]
        except Own as error:
            total += error.n
        except (KeyError, IndexError) as error:
            total += len(error.args)
    return total


def generated(n):
    def gen(k):
        try:
            for j in range(k):
                yield j, j * 0.5
        finally:
            done.append(k)
    done, total = [], 0
    for i in range(n):
        for a, b in gen(i % 5):
            total += a + b
        total += sum(x for x, _ in gen(3)) + len(list(gen(2)))
    return total + len(done)


def wide(n):
    h, out = 14695981039346656037, 0
    for i in range(n):
        h = (h ^ i) * 1099511628211 & 0xffffffffffffffff
        out += h >> 3
        out ^= (1 << 70) + i
        big = h * h
        out += big & 0xff
    return out % 1000003


def texts(n):
    out, d = [], {}
    for i in range(n):
        s = f"{i}:{i * 0.25}:{i % 3 == 0}"
        s += str(i) + "," + "x" * (i % 5)
        d[s[:3]] = d.get(s[:3], 0) + 1
        out.append("-".join([s, s.upper(), "%d" % i]))
        if len(out) > 10:
            del out[:]
    return len(d), len(out), sum(d.values())


def calls(n):
    def f(*args, **kw):
        return len(args) + len(kw)

    def make(k):
        return lambda x, y=k: x + y + k
    total = 0
    for i in range(n):
        total += f(*range(i % 4), **{"a": 1, "b": i}) + f(i, c=2) + make(i)(1) + max(i, 3, 2.5)
        total += sum([x * 2 for x in range(i % 5)]) + len({x: x for x in (1, i)}) + len({i, 2}) + sorted([3, i, 1])[0]
        a, *b = (i, 2, 3)
        total += a + len(b) + isinstance(i, (int, str)) + len([*b, a][1:])
    return total


def recursive(n):
    def down(k):
        return (k, down(k - 1)) if k else ()
    total = 0
    for i in range(n):
        node, depth = down(i % 12), 0
        while node:
            node = node[1]
            depth += 1
        total += depth
    return total


sys.unraisablehook = lambda what: None  # a generator that was left is closed when the collector finds it, and there may be no memory then
functions = objects, raising, generated, wide, texts, calls, recursive
wanted = [f(40) for f in functions]
for f in functions:
    for _ in range(3):
        f(40)
bad = errors = 0
for f, right in zip(functions, wanted):
    k = 1
    misses = 0
    while misses < 3 and k < 4000:
        fail(k)
        try:
            got = f(40)
        except MemoryError:
            fail(0)
            errors += 1
        except BaseException as error:
            fail(0)
            bad += 1
            print(f.__name__, k, type(error), error)
        else:
            fail(0)
            misses += 1
            if got != right:
                bad += 1
                print(f.__name__, k, "wrong", got, right)
        k += 1 + k // 60
    assert f(40) == right, f
assert errors > 500 or not hasattr(sys, "_fail_allocations"), errors
print("done", bad)
