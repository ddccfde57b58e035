# async and await without a library: coroutines, awaitables, a small event loop with sleep, gather, cancel; async for, with, generators.
import heapq


class Sleep:
    def __init__(self, seconds):
        self.seconds = seconds

    def __await__(self):
        return (yield self)


class Task:
    def __init__(self, coroutine, name):
        self.coroutine, self.name = coroutine, name
        self.done, self.result, self.error = False, None, None
        self.waiters = []

    def __await__(self):
        while not self.done:
            yield self
        if self.error is not None:
            raise self.error
        return self.result


class Cancelled(BaseException):
    pass


class Loop:
    def __init__(self):
        self.now, self.queue, self.ready, self.serial, self.log = 0, [], [], 0, []

    def spawn(self, coroutine, name="task"):
        task = Task(coroutine, name)
        self.ready.append((task, None))
        return task

    def cancel(self, task):
        if not task.done:
            self.ready.append((task, Cancelled(task.name)))

    def step(self, task, error):
        if task.done:
            return
        try:
            wanted = task.coroutine.throw(error) if error else task.coroutine.send(None)
        except StopIteration as stop:
            task.done, task.result = True, stop.value
        except BaseException as failure:
            task.done, task.error = True, failure
        else:
            if isinstance(wanted, Sleep):
                self.serial += 1
                heapq.heappush(self.queue, (self.now + wanted.seconds, self.serial, task))
            elif isinstance(wanted, Task):
                wanted.waiters.append(task)
            return
        self.ready += [(waiter, None) for waiter in task.waiters]

    def run(self, coroutine):
        main = self.spawn(coroutine, "main")
        while self.ready or self.queue:
            while self.ready:
                self.step(*self.ready.pop(0))
            if self.queue:
                self.now, _, task = heapq.heappop(self.queue)
                self.ready.append((task, None))
        if main.error:
            raise main.error
        return main.result


loop = Loop()


async def gather(*coroutines):
    tasks = [loop.spawn(c, f"g{i}") for i, c in enumerate(coroutines)]
    return [await t for t in tasks]


async def worker(name, steps, pause):
    for i in range(steps):
        loop.log.append((loop.now, name, i))
        await Sleep(pause)
    return name.upper()


async def fails(after):
    await Sleep(after)
    raise ValueError(f"failed after {after}")


async def patient():
    try:
        await Sleep(1000)
    except Cancelled as error:
        loop.log.append((loop.now, "cancelled", str(error)))
        raise
    finally:
        loop.log.append((loop.now, "cleaned up"))


class Ticker:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Sleep(1)
        return self.n


class Resource:
    async def __aenter__(self):
        await Sleep(1)
        loop.log.append((loop.now, "opened"))
        return self

    async def __aexit__(self, kind, value, tb):
        await Sleep(1)
        loop.log.append((loop.now, "closed", kind and kind.__name__))
        return kind is KeyError


async def numbers(n):
    try:
        for i in range(n):
            await Sleep(0.5)
            received = yield i
            if received:
                loop.log.append(("received", received))
    finally:
        loop.log.append("generator closed")


async def main():
    print(await gather(worker("a", 3, 2), worker("b", 2, 3)), loop.now)
    print(loop.log)
    loop.log.clear()
    try:
        await gather(fails(1), worker("c", 1, 1))
    except ValueError as error:
        print("caught", error)
    task = loop.spawn(patient(), "patient")
    await Sleep(1)
    loop.cancel(task)
    try:
        await task
    except Cancelled as error:
        print("cancelled", error, task.done)
    print([n async for n in Ticker(3)], {n: n * n async for n in Ticker(2)}, [n async for n in numbers(4) if n % 2], loop.now)
    async with Resource() as r, Resource():
        loop.log.append("inside")
    async with Resource():
        raise KeyError("swallowed")
    print(loop.log)
    loop.log.clear()
    async for n in numbers(5):
        if n == 2:
            break
    else:
        print("not broken")
    g = numbers(3)
    print(await g.asend(None), await g.asend("hello"), await g.__anext__())
    await g.aclose()
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("ended")
    print(("received", "hello") in loop.log, "generator closed" in loop.log)
    async for n in Ticker(2):
        pass
    else:
        print("async for else", n)
    return "result of main"


print(loop.run(main()), loop.now)


def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


async def simple(x):
    return x


async def awaits(x):
    return await x


def drive(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


print(drive(simple(5)), drive(awaits(simple(6))), type(c := simple(1)).__name__, c.close(), simple.__name__, c.cr_running, c.cr_frame)
for x in (5, "text", None, [1]):
    show(lambda: drive(awaits(x)))
finished = simple(1)
drive(finished)
show(lambda: finished.send(None))
unstarted = simple(1)
show(lambda: unstarted.send(5))
show(lambda: iter(unstarted))
show(lambda: unstarted.throw(ValueError("thrown in")))
show(lambda: drive(numbers(1)))


async def stop_inside():
    raise StopIteration("converted")


show(lambda: drive(stop_inside()))


async def bad_for():
    async for x in [1]:
        pass


async def bad_with():
    async with 5:
        pass


show(lambda: drive(bad_for()))
show(lambda: drive(bad_with()))


class Awaitable:
    def __await__(self):
        yield
        return "from __await__"


class BadAwait:
    def __await__(self):
        return 5


show(lambda: drive(awaits(Awaitable())))
show(lambda: drive(awaits(BadAwait())))
many = loop = Loop()
total = []


async def adder(n):
    await Sleep(n % 7)
    total.append(n)
    return n


async def many_tasks():
    return sum(await gather(*[adder(n) for n in range(200)]))


print(loop.run(many_tasks()), loop.now, len(total), total[:5])
