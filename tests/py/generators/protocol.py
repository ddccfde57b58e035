# Generators: next, send, throw, close, return values, states, misuse, attributes.
def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error, error.args)


def count(n):
    for i in range(n):
        yield i
    return "done"


g = count(2)
print(next(g), next(g), type(g).__name__, iter(g) is g)
show(lambda: next(g))
show(lambda: next(g))
print(next(g, "default"), list(g), list(count(3)), sum(count(5)), max(count(4)), [*count(2)], tuple(count(2)), 2 in count(3), dict(zip("ab", count(2))))


def echo():
    received = "start"
    while True:
        received = yield received
        if received == "stop":
            return "stopped"


e = echo()
show(lambda: e.send("too early"))
print(e.send(None), e.send(1), e.send("x"), next(e), e.send([2]))
show(lambda: e.send("stop"))
show(lambda: e.send(1))
show(lambda: e.send())
show(lambda: echo().send(1, 2))
log = []


def careful():
    try:
        while True:
            try:
                x = yield len(log)
                log.append(("got", x))
            except ValueError as error:
                log.append(("value error", str(error)))
                yield "handled"
    except GeneratorExit:
        log.append("exit")
        raise
    finally:
        log.append("finally")


c = careful()
next(c)
c.send("a")
print(c.throw(ValueError("thrown")), next(c))
c.close()
print(log, c.close(), list(c))
log.clear()
c = careful()
c.close()
print(log, "never started")
c = careful()
next(c)
show(lambda: c.throw(KeyError("passes through")))
print(log)
show(lambda: c.throw(KeyError("after end")))
show(lambda: count(1).throw(ValueError("at start")))
show(lambda: count(1).throw(5))
show(lambda: count(1).throw(ValueError, "value text"))
show(lambda: count(1).throw(ValueError, ValueError("instance")))
show(lambda: count(1).throw(ValueError("x"), 5))
show(lambda: count(1).throw("text"))


def stubborn():
    for _ in range(2):
        try:
            yield 1
        except GeneratorExit:
            pass


def leaves_on_close():
    try:
        yield
    except GeneratorExit:
        return "quietly"


def raises_on_close():
    try:
        yield
    finally:
        raise KeyError("while closing")


s = stubborn()
next(s)
show(s.close)
l = leaves_on_close()
next(l)
print(l.close())
r = raises_on_close()
next(r)
show(r.close)


def stop_inside():
    yield 1
    raise StopIteration("converted")


def next_inside():
    yield next(iter([]))


def stop_thrown():
    try:
        yield
    except StopIteration:
        raise


for f in (stop_inside, next_inside):
    show(lambda: list(f()))
t = stop_thrown()
next(t)
show(lambda: t.throw(StopIteration("thrown in")))


def reentrant():
    yield next(me)


me = reentrant()
show(lambda: next(me))


def reentrant_send():
    yield me2.send(1)


me2 = reentrant_send()
show(lambda: next(me2))


def closes_itself():
    me3.close()
    yield


me3 = closes_itself()
show(lambda: next(me3))
g = count(3)
print(g.gi_running, g.gi_frame is not None, g.gi_code.co_name, g.__name__, g.__qualname__, g.gi_yieldfrom, g.gi_suspended)
next(g)
print(g.gi_suspended, g.gi_frame.f_lineno > 0, g.gi_frame.f_locals)
list(g)
print(g.gi_frame, g.gi_running, g.gi_suspended)
g.__name__ = "renamed"
print(g.__name__, hasattr(count, "gi_frame"), callable(g), bool(g))


def no_yield_reached():
    return 5
    yield


show(lambda: next(no_yield_reached()))
print(list(no_yield_reached()))


def expression_forms():
    x = yield
    y = (yield x), (yield)
    print("in generator", x, y, (lambda: (yield))().__class__.__name__)
    yield x, y
    yield
    yield (yield "nested")
    await_like = yield 1, 2
    yield await_like


g = expression_forms()
print([g.send(v) for v in (None, "x", "a", "b")], next(g), next(g), g.send("sent"), next(g), g.send("last"))


def defaults_and_closure(a, b=2, *args, k=3, **kw):
    def inner():
        return a + b
    yield inner()
    a = 100
    yield inner()
    yield args, k, kw


print(list(defaults_and_closure(1, 2, 3, k=4, z=5)))
show(lambda: defaults_and_closure())


class C:
    def __iter__(self):
        yield from ("x", "y")
        yield self

    def method(self, n):
        while n:
            yield n
            n -= 1

    @staticmethod
    def static():
        yield "static"

    @property
    def prop(self):
        return (i for i in (1, 2))


c = C()
print([v if v is not c else "self" for v in c], list(c.method(3)), list(C.static()), list(c.prop), list(C().method(0)))
