# yield from: delegation of values, send, throw, close, results; over lists, iterators and generators; errors.
def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


log = []


def inner(name):
    try:
        received = yield f"{name} 1"
        log.append((name, received))
        received = yield f"{name} 2"
        log.append((name, received))
    except ValueError as error:
        log.append((name, "caught", str(error)))
        yield f"{name} after error"
    finally:
        log.append((name, "finally"))
    return f"result of {name}"


def outer():
    first = yield from inner("a")
    log.append(first)
    second = yield from inner("b")
    log.append(second)
    yield from [10, 20]
    yield from "xy"
    yield from (i for i in range(2))
    nothing = yield from ()
    log.append(nothing)
    return "outer result"


print(list(outer()), log)
log.clear()
g = outer()
print(next(g), g.send("s1"), g.send("s2"), g.throw(ValueError("into b")), next(g), log)
log.clear()
g = outer()
next(g)
g.close()
print(log)
log.clear()
g = outer()
next(g)
show(lambda: g.throw(KeyError("not handled")))
print(log)


def result_chain(n):
    if n == 0:
        yield "bottom"
        return 0
    return 1 + (yield from result_chain(n - 1))


def drive(g):
    values = []
    while True:
        try:
            values.append(next(g))
        except StopIteration as stop:
            return values, stop.value


print(drive(result_chain(50)), drive(outer())[1])


def walk(tree):
    if isinstance(tree, list):
        for item in tree:
            yield from walk(item)
    else:
        yield tree


deep = [1, [2, [3, [4, [5]]]], [[6]], []]
print(list(walk(deep)))


class Iterator:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration("iterator result")
        return self.n


def over_iterator():
    result = yield from Iterator()
    yield result


def send_to_iterator():
    yield from Iterator()


print(list(over_iterator()))
s = send_to_iterator()
next(s)
show(lambda: s.send("iterators have no send"))
t = send_to_iterator()
next(t)
show(lambda: t.throw(ValueError("iterators have no throw")))


class Full(Iterator):
    def send(self, value):
        log.append(("send", value))
        return "from send"

    def throw(self, *error):
        log.append(("throw", type(error[0]).__name__ if isinstance(error[0], BaseException) else error[0].__name__))
        return "from throw"

    def close(self):
        log.append("close")


def over_full():
    yield from Full()


log.clear()
f = over_full()
print(next(f), f.send("v"), f.throw(ValueError("x")), f.close(), log)


def not_iterable():
    yield from 5


show(lambda: list(not_iterable()))


def delegate_to_self():
    yield from me


me = delegate_to_self()
show(lambda: next(me))


def exhausted():
    g = iter([1])
    next(g)
    result = yield from g
    yield ("after", result)


print(list(exhausted()))


def gen_a():
    yield 1
    yield 2


shared = gen_a()


def two_users():
    yield from shared
    yield "end"


u, v = two_users(), two_users()
print(next(u), next(v), next(u), list(v), list(u))


def average():
    total = count = 0
    while True:
        value = yield
        if value is None:
            return total / count if count else None
        total += value
        count += 1


def grouper(results, key):
    while True:
        results[key] = yield from average()


results = {}
for key, values in {"a": [1, 2, 3], "b": [10, 20]}.items():
    group = grouper(results, key)
    next(group)
    for value in values:
        group.send(value)
    group.send(None)
print(results)


def yield_from_in_expression():
    total = (yield from result_chain(2)) + (yield from result_chain(3))
    yield ["total", total]
    x = [(yield from result_chain(1)), (yield from ())]
    yield x


print(list(yield_from_in_expression()))


def close_during():
    try:
        yield from inner("c")
    except GeneratorExit:
        log.append("outer saw exit")
        raise


log.clear()
g = close_during()
next(g)
g.close()
print(log, g.gi_yieldfrom)
g = close_during()
next(g)
print(g.gi_yieldfrom is not None, g.gi_yieldfrom.__name__)


def permutations(items):
    if not items:
        yield ()
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (item,) + rest


print(len(list(permutations([1, 2, 3, 4]))), list(permutations("abc"))[-1])


def throw_through_levels():
    def bottom():
        try:
            yield 1
        except ValueError:
            yield "bottom handled"

    def middle():
        yield from bottom()

    def top():
        try:
            yield from middle()
        except ValueError:
            yield "top handled"
    g = top()
    return next(g), g.throw(ValueError), next(g, "end")


print(throw_through_levels())
