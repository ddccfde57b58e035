# Generators that compiled loops make, and resume by next() and send(): values, the end of them, exceptions, other callables meanwhile.
import sys
import traceback


def count(n):
    for i in range(n):
        yield i
    return n * 10


def by_next(n):
    g = count(n // 2)
    total = 0
    for i in range(n):
        try:
            total += next(g)
        except StopIteration as e:
            total += 1000
            if e.value is not None:
                total += e.value
                where = [(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)]
    return total, where if n > 1 else None


def with_default(n):
    g = count(n // 2)
    return sum(next(g, -1) for _ in range(n))


def averaging():
    total = count = 0
    mean = None
    while True:
        got = yield mean
        if got is None:
            return total
        total += got
        count += 1
        mean = total / count


def by_send(n):
    g = averaging()
    g.send(None)
    s = 0.0
    for i in range(n):
        s += g.send(i)
    try:
        g.send(None)
    except StopIteration as e:
        return s, e.value


def wrong_sends(n):
    seen = []
    for i in range(n):
        g = averaging()
        try:
            g.send(i if i % 3 == 0 else None)
        except TypeError as e:
            seen.append(str(e))
        if i % 5 == 0:
            g.close()
        try:
            g.send(1)
        except StopIteration as e:
            seen.append(("stop", e.value))
        except TypeError as e:
            seen.append(str(e)[:20])
    return len(seen), seen[:6]


def raises(n, bad):
    for i in range(n):
        if i == bad:
            raise KeyError(i)
        yield sys._getframe(1).f_code.co_name if i % 50 == 0 else i


def by_next_raising(n, bad):
    g = raises(n, bad)
    names, total = set(), 0
    try:
        for _ in range(n):
            x = next(g)
            if isinstance(x, str):
                names.add(x)
            else:
                total += x
    except KeyError as e:
        return sorted(names), total, e.args, [(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)]
    return sorted(names), total


def two(n):
    a, b = count(n), count(n)
    total = 0
    for i in range(n):
        total += next(a) - next(b) * 2
    return total


def alternating(n):
    sources = [count(n), iter(range(n)), (x * x for x in range(n)), iter([1] * n)]
    total = 0
    for i in range(n):
        total += next(sources[i % 4])
    return total


def scheduler(n):
    def task(k):
        total = 0
        for i in range(k):
            total += yield i
        results.append(total)

    results = []
    tasks = [task(n + k + 1) for k in range(3)]
    for t in tasks:
        next(t)
    while tasks:
        for t in list(tasks):
            try:
                t.send(2)
            except StopIteration:
                tasks.remove(t)
    return results


def fresh(n):
    total = 0
    for i in range(n):
        for x in count(i % 4):
            total += x
        for x in (i + k for k in (1, 2, 3) if k != i % 3):
            total -= x
        step = i % 5
        for x in pairs(i, step):
            total += x[0] * x[1]
        total += (lambda y: y + step)(i)
        for x in endless():
            if x > 3:
                break
            total += x
        total += sum(x + step for x in count(3)) + max([y * step for y in (1, 2)])
    return total


def pairs(a, b):
    yield a, b
    yield b, a


def endless():
    n = 0
    while True:
        yield n
        n += 1


def nexts_in_generators(n):
    def halves(g):
        while True:
            try:
                yield next(g) + next(g)
            except StopIteration:
                return

    def zipped(a, b):
        while True:
            try:
                yield next(a), next(b)
            except StopIteration:
                return

    total = 0
    for x in halves(count(n)):
        total += x
    for a, b in zipped(count(n), count(n // 2)):
        total += a * b
    return total


def leaks(n):
    """StopIteration out of a next() in a generator becomes RuntimeError."""
    def inner(g):
        for i in range(n):
            yield next(g)

    total = 0
    try:
        for x in inner(count(n // 2)):
            total += x
    except RuntimeError as e:
        return total, str(e), type(e.__cause__).__name__, [f.name for f in traceback.extract_tb(e.__traceback__)]
    return total


for n in (0, 2, 7, 300):
    print(by_next(n), with_default(n), by_send(n), wrong_sends(n))
    for bad in (-1, 0, n // 2):
        print(by_next_raising(n, bad))
    print(two(n), alternating(n // 8 * 4), scheduler(n), fresh(n), nexts_in_generators(n), leaks(n))
