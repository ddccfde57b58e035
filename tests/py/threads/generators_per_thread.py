# Invariant: generators made by one thread can be used by another, one at a time; those of different threads do not mix.
# Forbidden: a value of another generator, an unexpected ValueError.
import threading
from _scale import THREADS, run


def numbers(start, n):
    for i in range(start, start + n):
        received = yield i
        if received:
            start = received


def nested(n, depth):
    if depth == 0:
        yield from range(n)
    else:
        yield from nested(n, depth - 1)


print(run(THREADS, lambda index: sum(numbers(index * 100, 500))))
print(run(THREADS, lambda index: list(nested(3 + index, 20))))
made = [numbers(i * 1000, 50) for i in range(THREADS)]
firsts = [next(g) for g in made]
print(firsts, run(THREADS, lambda index: sum(made[(index + 1) % THREADS])))
passed_on, guard, turns = numbers(0, 300), threading.Lock(), []


def take_turns(index):
    mine = []
    while True:
        with guard:
            try:
                mine.append(next(passed_on))
            except StopIteration:
                return mine


taken = run(THREADS, take_turns)
print(sorted(v for mine in taken for v in mine) == list(range(300)), all(mine == sorted(mine) for mine in taken))


def echo():
    value = None
    while True:
        value = yield value


def use_echo(index):
    g = echo()
    next(g)
    return [g.send((index, i)) for i in range(200)] == [(index, i) for i in range(200)]


print(run(THREADS, use_echo))
closed = []


def with_finally(index):
    try:
        while True:
            yield index
    finally:
        closed.append(index)


open_ones = [with_finally(i) for i in range(THREADS)]
run(THREADS, lambda index: next(open_ones[index]))
run(THREADS, lambda index: open_ones[index].close())
print(sorted(closed), [list(g) for g in open_ones])
running = threading.Event()
go_on = threading.Event()


def blocks():
    running.set()
    go_on.wait()
    yield "value"


g = blocks()
results = []
t = threading.Thread(target=lambda: results.append(next(g)))
t.start()
running.wait()
for use in (lambda: next(g), lambda: g.send(None), lambda: g.close(), lambda: g.throw(KeyError)):
    try:
        use()
    except ValueError as error:
        results.append(str(error))
go_on.set()
t.join()
print(results, list(g))
