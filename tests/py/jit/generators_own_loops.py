# Hot loops in generators' and coroutines' own bodies, whoever resumes them: their frames lie in heap objects.
import sys


def rows(n):
    for i in range(n):
        total = 0
        for j in range(60):
            total += i * j & 7
        yield total


def primes():
    found = []
    n = 2
    while True:
        for p in found:
            if p * p > n:
                found.append(n)
                yield n
                break
            if n % p == 0:
                break
        else:
            found.append(n)
            yield n
        n += 1


def seldom(n):
    x = 1
    for i in range(n):
        x = (x * 1103515245 + 12345) & 0x7fffffff
        if x % 97 == 0:
            yield i, x


def float_series(n):
    for k in range(1, n):
        s, t = 0.0, 1.0
        while t > 1e-9:
            s += t
            t /= 1.0 + k * 0.25
        yield round(s, 6)


def leibniz(n):
    value = yield None
    while True:
        s = 0.0
        for i in range(value):
            s += (-1.0 if i & 1 else 1.0) / (2 * i + 1)
        value = yield round(s, 6)


def with_calls(n):
    def helper(x):
        return x * 2 + 1

    for i in range(n):
        total = 0
        for j in range(40):
            total += helper(j) + helper(i)
            if j == 35 and i % 10 == 0:
                names = [sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name, sys._getframe().f_locals["j"]]
        yield total, names


def nested(n):
    def inner(k):
        for i in range(k):
            yield i * 3

    for i in range(n):
        total = 0
        for x in inner(50):
            total += x ^ i
        yield total


def raising(n, bad):
    items = list(range(n))
    items[bad] = None
    total = 0
    try:
        for i in items:
            for k in range(3):
                total += i
        yield total
    except TypeError as e:
        yield total, str(e), e.__traceback__.tb_lineno - raising.__code__.co_firstlineno
    finally:
        log.append(total)


def from_callee(n):
    def fails(i):
        if i == n - 5:
            raise KeyError(i)
        return i

    total = 0
    for i in range(n):
        try:
            total += fails(i)
        except KeyError as e:
            yield e.args, total, [f"{t.tb_frame.f_code.co_name}" for t in walk(e.__traceback__)]
    yield total


def walk(tb):
    while tb is not None:
        yield tb
        tb = tb.tb_next


def closing(n):
    try:
        while True:
            s = 0
            for i in range(n):
                s += i
            yield s
    finally:
        for i in range(n):
            s -= i
        log.append(s)


async def summing(n):
    total = 0
    for i in range(n):
        total += i * i
        if i % 100 == 99:
            total += await answer(i)
    return total


class Suspend:
    def __await__(self):
        return (yield "suspended") or 5


async def answer(n):
    k = 0
    while n:
        k += n & 1
        n >>= 1
    return k + await Suspend()


def drive(coroutine):
    suspended = 0
    try:
        while True:
            coroutine.send(None)
            suspended += 1
    except StopIteration as e:
        return e.value, suspended


async def agen(n):
    for i in range(n):
        s = 0
        for j in range(30):
            s += i * j
        yield s


async def consume(n):
    total = 0
    async for x in agen(n):
        total += x
    return total, sum([x async for x in agen(n)])


log = []
for n in (1, 3, 100):
    print(sum(rows(n)), list(rows(n))[-1], max(rows(n)), sorted(set(rows(n)))[:3])
    g = primes()
    print([next(g) for _ in range(n)][-1])
    print(list(seldom(n * 100))[-3:])
    print(list(float_series(n))[-3:])
    g = leibniz(n)
    next(g)
    print(g.send(n), g.send(n * 20), g.send(3))
    print(list(with_calls(n))[-1])
    print(sum(nested(n)), sum(x for x in nested(n) if x % 2), any(x > 10**9 for x in rows(n)))
    for bad in (0, n // 2, n - 1):
        print(list(raising(n, bad)))
    print(list(from_callee(n + 5)))
    g = closing(n)
    print(next(g), next(g), next(g), g.close())
    g = closing(n)
    print(next(g))
    try:
        g.throw(ValueError("thrown"))
    except ValueError as e:
        print(e)
    print(log[-5:], drive(summing(n * 10)), drive(consume(n)))
    print(sum(i * i for i in range(n * 50) if i % 7 == 0), len(list(i for i in range(n * 50) if i & i >> 1 & i >> 2)))
