# Coroutines that are awaited in compiled loops: calls of all kinds, those that suspend now and then, end with exceptions, are looked at
# from inside and outside, are awaited twice; `async for` and `async with`; generators that delegate to each other.
import sys
import types


def run(coroutine):
    """Resumes it to its end; what it suspended with, and what it returned."""
    seen = []
    try:
        while True:
            seen.append(coroutine.send(len(seen) or None))
    except StopIteration as e:
        return e.value, seen


@types.coroutine
def suspend(value):
    return (yield value)


async def plain(x):
    return x + 1


async def pair(x, y=2, *rest, z=0, **names):
    return x * y + z + len(rest) + sum(names.values())


class Account:
    def __init__(self, amount):
        self.amount = amount

    async def add(self, amount, note=None):
        self.amount += amount
        return self.amount

    async def add_all(self, a, b, c, d):
        return await self.add(a) + await self.add(b, "b") + await self.add(c) + await self.add(amount=d)


def closing_over(k):
    async def inner(x):
        async def innermost():
            return x * k
        return await innermost()
    return inner


async def calls(n):
    account, times = Account(1), closing_over(3)
    total = 0
    for i in range(n):
        total += await plain(i)
        total += await pair(i) + await pair(i, 3) + await pair(i, 3, 4, 5, z=i) + await pair(i, a=1, b=i)
        total += await account.add_all(i, 1, 2, 3)
        total += await times(i)
    return total, account.amount


print(run(calls(1000)))


async def seldom(i):
    if i % 97 == 50:
        return await suspend(("at", i))
    return i & 3


async def passing(i):
    return await seldom(i) + await seldom(i + 1)


async def suspending(n):
    total = 0
    for i in range(n):
        total += await passing(i)
    return total


print(run(suspending(2000)))


async def of_kinds(values):
    total = 0
    for v in values:
        total = await plain(v) + total
    return total


print(run(of_kinds(list(range(600)) + [0.5] * 300 + [True, 10**30] + [1 << 61] * 200)))


async def fails(i):
    if i % 7 == 3:
        raise KeyError(i)
    if i % 11 == 5:
        return i // (i % 11 - 5)
    return i


async def passes_on(i):
    try:
        return await fails(i)
    finally:
        log.append(i)


async def catching(n):
    found = 0
    for i in range(n):
        try:
            found += await passes_on(i)
        except KeyError as e:
            found -= e.args[0]
        except ZeroDivisionError as e:
            tb, names = e.__traceback__, []
            while tb is not None:
                names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
                tb = tb.tb_next
            found += len(names)
            last = names
    return found, last


log = []
print(run(catching(1000)), len(log), sum(log))


async def stops(i):
    if i == 700:
        raise StopIteration(i)
    return i


async def stopping(n):
    total = 0
    for i in range(n):
        total += await stops(i)
    return total


try:
    run(stopping(1000))
except RuntimeError as e:
    print(repr(e), repr(e.__cause__))


async def names_of_frames():
    f, names = sys._getframe(), []
    while f is not None and f.f_code.co_name != "run":
        names.append(f.f_code.co_name)
        f = f.f_back
    return names


async def middle(i):
    return await names_of_frames() if i % 400 == 399 else []


async def looked_at(n):
    seen = []
    for i in range(n):
        names = await middle(i)
        if names:
            seen.append(names)
    return seen


print(run(looked_at(1300)))


# One that somebody awaits already, has ended, or runs.
async def awaits_given(coroutines):
    results = []
    for c in coroutines:
        try:
            results.append(await c)
        except RuntimeError as e:
            results.append(str(e))
        except ValueError as e:
            results.append(str(e))
    return results


def given(n):
    some = [plain(i) for i in range(n)]
    for at in 10, 20, 30:
        some[n - at].close()
    some[n - 10] = begun = seldom(50)
    begun.send(None)
    some[n - 20] = ended = plain(1)
    run(ended)
    return some


results = run(awaits_given(given(900)))[0]
print(len(results), results[-40:])


async def awaits_itself(box, i):
    return await (box[0] if i == 300 else plain(i))


async def running(box, n):
    total = 0
    for i in range(n):
        try:
            total += await awaits_itself(box, i)
        except ValueError as e:
            total += len(str(e))
    return total


box = []
box.append(running(box, 900))
print(run(box[0]))


# From outside, while it stands in the middle.
async def holding(n):
    for i in range(n):
        await passing(i)
    return "end"


c = holding(300)
print(c.cr_await, c.send(None), c.cr_await.__name__, c.cr_await.cr_await.__name__, c.cr_await.cr_await.cr_await.gi_yieldfrom, c.cr_running,
      c.cr_frame.f_locals["i"])
try:
    c.cr_await.cr_await.send(None)
except RuntimeError as e:
    print(e)
except StopIteration as e:
    print("stopped", e.value)


class Bad(Exception):
    pass


async def protected(i):
    try:
        return await seldom(i)
    except Bad as e:
        return await suspend(("bad", i, str(e)))


async def protecting(n):
    total = 0
    for i in range(n):
        total += await protected(i) or 0
    return total


def throwing(n):
    c = protecting(n)
    seen = [c.send(None)]
    try:
        while True:
            seen.append(c.throw(Bad(len(seen))) if len(seen) % 2 else c.send(5))
    except StopIteration as e:
        return e.value, seen


print(throwing(900))
c = protecting(900)
print([c.send(None) for _ in range(4)], c.close(), c.cr_frame)


class Numbers:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        i = self.i
        if i >= self.n:
            raise StopAsyncIteration
        self.i = i + 1
        if i % 211 == 210:
            return await suspend(i)
        return i


class Guarded:
    def __init__(self, log):
        self.log = log

    async def __aenter__(self):
        self.log.append(1)
        return self

    async def __aexit__(self, kind, value, traceback):
        self.log.append(kind.__name__ if kind is not None else 2)
        return kind is KeyError


async def loops(n):
    log, total = [], 0
    async for i in Numbers(n):
        async with Guarded(log) as g:
            total += i
            if i % 300 == 299:
                raise KeyError(i)
        total += len(log) & 1
    async for i in Numbers(5):
        total += [x async for x in Numbers(i)][-1:] == [i - 1]
    return total, len(log), [x for x in log if x.__class__ is str]


print(run(loops(1000)))


class Awaitable:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        if self.value % 250 == 249:
            yield self.value
        return self.value * 2


class ByIterator:
    def __init__(self, n):
        self.n = n

    def __await__(self):
        return iter(() if self.n < 3 else [None] * self.n)


async def awaits_objects(n):
    total = 0
    for i in range(n):
        total += await Awaitable(i)
        if i > n - 3:
            total += await ByIterator(2) is None
    return total


print(run(awaits_objects(1000)))


async def not_awaitable(n, values):
    good = 0
    for i in range(n):
        try:
            good += await values[i]
        except TypeError as e:
            good -= len(str(e))
    return good


print(run(not_awaitable(500, [Awaitable(1)] * 400 + [5] + [Awaitable(2)] * 50 + ["text"] * 49)))
