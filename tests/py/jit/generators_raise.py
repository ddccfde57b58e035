# Exceptions in generators that compiled loops have followed: at any item, through delegation, with finally, close and throw.
import sys
import traceback


class Oops(Exception):
    pass


def items(n, bad):
    i = 0
    try:
        while i < n:
            if i == bad:
                raise Oops(i)
            yield i
            i += 1
    finally:
        log.append(("finally", i))


def total(n, bad):
    s = 0
    for x in items(n, bad):
        s += x
    return s


def through(n, bad):
    yield from items(n, bad)
    yield -1


def guarded(n, bad):
    s = 0
    try:
        for x in through(n, bad):
            s += x
    except Oops as e:
        return s, e.args, [(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)]
    return s


def dividing(n, zero_at):
    for i in range(n):
        yield 1000 // (i - zero_at)


def divided(n, zero_at):
    s = 0
    try:
        for x in dividing(n, zero_at):
            s += x
    except ZeroDivisionError as e:
        return s, str(e), [(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)]
    return s


def closing(n, stop):
    g = items(n, -1)
    s = 0
    for x in g:
        s += x
        if x == stop:
            g.close()
    return s, g.gi_frame is None


def swallowing():
    n = 0
    while True:
        try:
            yield n
        except Oops as e:
            n += 100
        n += 1


def thrown(n):
    g = swallowing()
    s = 0
    for x in g:
        s += x
        if x % 5 == 0:
            s += g.throw(Oops())
        if s > n * 1000:
            break
    return s


def stops(n, bad):
    for i in range(n):
        if i == bad:
            raise StopIteration(i)
        yield i


def runtime_error(n, bad):
    s = 0
    try:
        for x in stops(n, bad):
            s += x
    except RuntimeError as e:
        return s, str(e), type(e.__cause__).__name__
    return s


def itself(n):
    def inner():
        for i in range(n):
            if i == n - 2:
                try:
                    for x in g:
                        pass
                except ValueError as e:
                    yield str(e)
            yield i

    g = inner()
    seen = None
    for x in g:
        seen = x if isinstance(x, str) else seen
    return seen


def handling(n):
    """A generator that handles an exception over a yield: sys.exc_info is its own there."""
    def inner():
        for i in range(n):
            try:
                raise Oops(i)
            except Oops:
                yield sys.exc_info()[0].__name__
            yield sys.exc_info()[0]

    seen = {}
    for x in inner():
        seen[str(x), str(sys.exc_info()[0])] = seen.get((str(x), str(sys.exc_info()[0])), 0) + 1
    try:
        raise KeyError
    except KeyError:
        for x in inner():
            key = str(x), sys.exc_info()[0].__name__
            seen[key] = seen.get(key, 0) + 1
    return sorted(seen.items())


def deep_recursion(n):
    def down(k):
        yield k
        yield from down(k + 1)

    count = 0
    try:
        for x in down(0):
            count = x
            if count >= n:
                break
    except RecursionError:
        return "RecursionError"
    return count


for bad in (-1, 0, 1, 7, 50, 199, 200):
    log = []
    try:
        print(total(200, bad), log)
    except Oops as e:
        print("Oops", e, log, [f.lineno for f in traceback.extract_tb(e.__traceback__)][1:])
    print(guarded(200, bad))
    print(divided(200, bad))
    print(runtime_error(200, bad))
    print(closing(200, bad))
    print(log)
log = []
print(thrown(50), itself(3), itself(60))
print(handling(40))
print(deep_recursion(60))
