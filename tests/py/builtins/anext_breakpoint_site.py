# anext with and without a default, driven by hand; breakpoint and its hook; what site adds to builtins.
import builtins
import sys


def run(awaitable):
    """Everything an awaitable passes to the event loop, and its result."""
    iterator, passed = awaitable.__await__(), []
    try:
        while True:
            passed.append(next(iterator))
    except StopIteration as stop:
        return passed, stop.value
    except BaseException as error:
        return passed, f"{type(error).__name__}: {error}"


class Pause:
    def __init__(self, what):
        self.what = what

    def __await__(self):
        got = yield self.what
        return got


class Count:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        await Pause(f"pause {self.n}")
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def numbers():
    yield 1
    await Pause("in numbers")
    yield 2


class Bad:
    def __anext__(self):
        return 5


c = Count(2)
print(run(anext(c)), run(anext(c, "end")), run(anext(c, "end")), type(anext(Bad(), 5)).__name__)
print(run(anext(c)))
g = numbers()
print([run(anext(g, "end")) for _ in range(4)])
for f in (lambda: anext(5), lambda: anext([]), lambda: anext(), lambda: anext(c, 1, 2), lambda: aiter(5), lambda: anext(c, default=1)):
    try:
        f()
    except TypeError as error:
        print(error)


for awaitable in (anext(Bad(), "d"),):
    print(run(awaitable))
a = anext(Count(1), "thrown into")
print(next(a))
try:
    a.throw(ValueError("from outside"))
except Exception as error:
    print(type(error).__name__, error)
a = anext(Count(1), "default")
next(a)
try:
    a.throw(StopAsyncIteration)
except StopIteration as stop:
    print(stop.value)
a = anext(Count(0), "default")
next(a)
try:
    a.send(None)
except StopIteration as stop:
    print(stop.value, a.close())

sys.breakpointhook = lambda *args, **kws: print("hook", args, kws) or "returned"
print(breakpoint(1, x=2))
del sys.breakpointhook
try:
    breakpoint()
except RuntimeError as error:
    print(error)
print(type(exit).__name__, type(exit).__module__, exit, quit, type(copyright).__name__, type(help).__name__, help)
for f in (lambda: exit(3), lambda: quit(), lambda: exit(code="text"), lambda: exit(1, 2)):
    try:
        f()
    except SystemExit as error:
        print("SystemExit", error.code, sys.stdin is None or sys.stdin.closed)
    except TypeError as error:
        print("TypeError")
print([n for n in ("copyright", "credits", "license") if not isinstance(repr(getattr(builtins, n)), str)])
