# Generators as pipelines, coroutines, state machines, lazy sequences; laziness, order of evaluation, cleaning up.
import itertools

log = []


def source(n):
    for i in range(n):
        log.append(f"make {i}")
        yield i


def double(values):
    for v in values:
        log.append(f"double {v}")
        yield v * 2


pipeline = double(source(3))
print(log)
print(next(pipeline), log)
print(list(pipeline), len(log))
log.clear()
squares = (log.append(i) or i * i for i in range(5))
print(log, next(squares), log, sum(squares), log)


def first_iterable_is_evaluated_now():
    try:
        g = (x for x in missing_name)
    except NameError as error:
        return str(error)


def second_is_not():
    g = (x for x in [1] for y in missing_name)
    try:
        next(g)
    except NameError as error:
        return str(error)


print(first_iterable_is_evaluated_now(), second_is_not())


def primes():
    yield 2
    found = [2]
    for n in itertools.count(3, 2):
        if all(n % p for p in itertools.takewhile(lambda p: p * p <= n, found)):
            found.append(n)
            yield n


def fibonacci(a=0, b=1):
    while True:
        yield a
        a, b = b, a + b


print(list(itertools.islice(primes(), 15)), list(itertools.islice(fibonacci(), 15)), next(x for x in fibonacci() if x > 10 ** 20))


def coroutine(function):
    def start(*args):
        g = function(*args)
        next(g)
        return g
    return start


@coroutine
def grep(word, target):
    try:
        while True:
            line = yield
            if word in line:
                target.send(line)
    except GeneratorExit:
        log.append("grep closed")
        target.close()


@coroutine
def collect(results):
    try:
        while True:
            results.append((yield))
    finally:
        results.append("closed")


log.clear()
results = []
g = grep("duck", collect(results))
for line in ("a duck", "a goose", "two ducks"):
    g.send(line)
g.close()
print(results, log)


def scheduler(tasks):
    queue = list(tasks)
    order = []
    while queue:
        name, task = queue.pop(0)
        try:
            order.append((name, next(task)))
            queue.append((name, task))
        except StopIteration as stop:
            order.append((name, "end", stop.value))
    return order


def task(n, result):
    for i in range(n):
        yield i
    return result


print(scheduler([("a", task(2, "A")), ("b", task(1, "B")), ("c", task(3, "C"))]))


def state_machine():
    state, output = "idle", None
    while True:
        event = yield (state, output)
        output = None
        if state == "idle" and event == "start":
            state = "running"
        elif state == "running" and event == "tick":
            output = "tock"
        elif event == "stop":
            state = "idle"
        elif event == "quit":
            return


m = state_machine()
print([m.send(e) for e in (None, "start", "tick", "tick", "stop", "tick", "start")])
try:
    m.send("quit")
except StopIteration as stop:
    print("ended", stop.value)


def tree_sums(tree):
    if isinstance(tree, int):
        return tree
        yield
    left = yield from tree_sums(tree[0])
    right = yield from tree_sums(tree[1])
    yield left + right
    return left + right


print(list(tree_sums(((1, 2), (3, (4, 5))))))


def merge(*sources):
    heads = [(next(s), i, s) for i, s in enumerate(map(iter, sources))]
    while heads:
        value, i, s = min(heads, key=lambda h: (h[0], h[1]))
        yield value
        heads = [h for h in heads if h[1] != i]
        for nxt in itertools.islice(s, 1):
            heads.append((nxt, i, s))


print(list(merge([1, 4, 7], [2, 5, 8], [0, 9])))


def many():
    return [task(5, i) for i in range(1000)]


generators = many()
total = 0
for _ in range(5):
    for g in generators:
        total += next(g)
print(total, sum(1 for g in generators for _ in g))


def chunks(values, size):
    it = iter(values)
    while chunk := list(itertools.islice(it, size)):
        yield chunk


print(list(chunks(range(10), 4)), list(chunks([], 3)))


def with_cleanup(name):
    log.append(f"open {name}")
    try:
        for i in range(3):
            yield i
    finally:
        log.append(f"close {name}")


log.clear()
for x in with_cleanup("all"):
    pass
w = with_cleanup("early")
next(w)
w.close()
print(log)
a, b, *c = fibonacci_head = itertools.islice(fibonacci(), 6)
print(a, b, c, list(fibonacci_head))
x, y = (i for i in (1, 2))
print(x, y, [i for i in (j for j in (k for k in range(3)))], list(map(lambda g: list(g), [(i for i in "ab"), source(1)])), ("%s " * 3) % tuple(i for i in range(3)), ",".join(str(i) for i in range(3)), sorted((i % 3, i) for i in range(5)), any(i > 2 for i in itertools.count()), dict((i, i * i) for i in range(3)), {i for i in "aab"} == {"a", "b"})
