# Frames of followed generators: what sys._getframe, gi_frame, gi_running and tracebacks see is what the interpreter would show.
import sys


def chain(limit=6):
    f = sys._getframe(1)
    names = []
    while f is not None and len(names) < limit:
        names.append((f.f_code.co_name, f.f_lineno))
        f = f.f_back
    return names


def watched(n, seen):
    for i in range(n):
        if i % 50 == 49:
            seen.append((chain(), sorted(sys._getframe().f_locals)[:2]))
        yield i


def outer(n, seen):
    for x in watched(n, seen):
        yield x + 1


def consume(n):
    seen = []
    s = 0
    for x in outer(n, seen):
        s += x
    return s, seen


def looked_at(n):
    def inner(k):
        a = 0
        for i in range(k):
            a += i
            yield a

    g = inner(n)
    seen = []
    s = 0
    for x in g:
        s += x
        if s % 7 == 0:
            f = g.gi_frame
            seen.append((f.f_lineno - f.f_code.co_firstlineno, f.f_locals["a"], f.f_locals["i"], g.gi_running, f.f_back))
    return s, seen[:3], len(seen), seen[-1], g.gi_frame


def running(n):
    seen = set()

    def inner(k):
        for i in range(k):
            if i % 9 == 0:
                seen.add((g.gi_running, g.gi_suspended, g.gi_yieldfrom))
            yield i

    def by():
        yield from inner(n)

    g = by()
    for x in g:
        if x % 11 == 0:
            seen.add((g.gi_running, g.gi_suspended, type(g.gi_yieldfrom).__name__))
    seen.add((g.gi_running, g.gi_suspended, g.gi_yieldfrom))
    return sorted(seen, key=str)


def with_locals(n):
    def inner(k):
        b = 1.5
        for i in range(k):
            b += i
            if i == k - 3:
                yield dict(locals())
            yield b

    last = None
    for x in inner(n):
        if type(x) is dict:
            last = {k: v for k, v in sorted(x.items())}
    return last


def kept_frames(n):
    frames = []

    def inner(k):
        for i in range(k):
            if i % 40 == 39:
                frames.append(sys._getframe())
            yield i

    s = 0
    for x in inner(n):
        s += x
    return s, [(f.f_code.co_name, f.f_locals.get("i")) for f in frames][:3], len(frames)


def suspended_back():
    def inner():
        while True:
            yield 1

    def step(g):
        return next(g)

    g = inner()
    for _ in range(50):
        step(g)
    return g.gi_frame.f_back, g.gi_frame.f_lineno - g.gi_frame.f_code.co_firstlineno


print(consume(200))
print(looked_at(300))
print(running(100))
print(with_locals(80))
print(kept_frames(200))
print(suspended_back())
