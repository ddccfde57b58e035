# Builtins that call a function, or an operator, for each item, whose loops stand in the caller: results, errors and their places.
import functools, traceback, sys
from functools import reduce, partial
class V:
    def __init__(s, v): s.v = v
    def __lt__(s, o): return s.v < o.v
    def __add__(s, o): return V(s.v + o.v)
    def __radd__(s, o): return V(s.v + o)
class C:
    def __init__(s, k): s.k = k
    def m(s, x): return (x * s.k) % 101
    def two(s, a, b): return (a * s.k + b) % 10007
def f(x): return x * 7 % 13
def work(n, xs, vs):
    c = C(5)
    r = [max(xs, key=f), min(xs, key=f), max(xs, key=c.m), min(set(xs), key=lambda v: -v), max(range(n), key=partial(pow, 3, mod=7)), max(xs, key=str), max(xs, key=None)]
    r += [sorted(xs, key=f), sorted(xs, key=f, reverse=True), sorted(xs, key=lambda v: -v, reverse=0), sorted((x for x in xs), key=c.m), sorted(map(f, xs), key=f, reverse=True)]
    r += [sorted({x: 1 for x in xs}, key=f), sorted(xs, reverse=True, key=f), sorted(xs, key=None), sorted(xs, key=str)]
    r += [reduce(lambda a, b: (a * 3 + b) % 1009, xs), reduce(c.two, xs, 5), functools.reduce(lambda a, b: a + [b], xs[:3], []), reduce(max, xs), reduce(lambda a, b: a ^ b, range(n), None if n < 0 else 7)]
    r += [sum(vs).v, max(vs).v, min(vs).v, sum(vs, V(3)).v, max(vs, key=lambda v: -v.v).v, [v.v for v in sorted(vs, key=lambda v: v.v % 10)][:5], sorted(vs)[0].v]
    r += [sum(map(f, xs)), list(map(f, xs))[:4], tuple(filter(f, xs))[:3], set(map(f, xs)), ",".join(map(lambda x: str(x), xs)), any(map(f, xs)), all(filter(f, xs)), max(map(c.m, xs)), sorted(map(c.m, xs))[:3]]
    r += [sum(filter(f, map(f, xs))), list(map(f, filter(f, xs)))[:3], list(map(c.two, xs, range(5)))]
    return r
for n in (3, 10, 50, 200):
    for _ in range(4):
        xs = [(i * 7919 + 13) % 211 for i in range(n)]
        out = work(n, xs, [V(x) for x in xs])
    print(out)
def errors():
    def at(k):
        state = [0]
        def g(*a):
            state[0] += 1
            if state[0] == k: raise KeyError(k)
            return 1
        return g
    def stop(*a): raise StopIteration(3)
    for k in (1, 2, 5):
        for call in (lambda: max(range(9), key=at(k)), lambda: sorted(range(9), key=at(k)), lambda: sorted(range(9), key=at(k), reverse=True), lambda: reduce(at(k), range(9)),
                     lambda: reduce(at(k), range(9), 4), lambda: list(map(at(k), range(9))), lambda: sum(filter(at(k), range(9)))):
            try: print(call())
            except KeyError as e: print(repr(e), [(q.name, q.lineno) for q in traceback.extract_tb(e.__traceback__)])
    for call in (lambda: max(range(9), key=stop), lambda: sorted(range(9), key=stop), lambda: reduce(stop, range(9)), lambda: list(map(stop, range(9))), lambda: sum(filter(stop, range(9))),
                 lambda: max([], key=f), lambda: min((), key=f), lambda: reduce(at(9), []), lambda: reduce(at(9), [], 3), lambda: sorted([], key=f), lambda: sorted([1], key=f, reverse="x"),
                 lambda: sorted(5, key=f), lambda: max(5, key=f), lambda: reduce(f, 5), lambda: sorted([1, 2], key=lambda: 1), lambda: max([1], key=lambda: 1), lambda: sorted([1, "a"], key=lambda x: x),
                 lambda: max([1, "a"], key=lambda x: x), lambda: sum([V(1), 3]), lambda: max([V(1), 3]), lambda: min([V(1)]).v, lambda: max([V(1), V(2), "a"]), lambda: sum([V(1)], ""), lambda: reduce(f, [1, 2])):
        try: print(call())
        except Exception as e: print(repr(e).split(' at 0x')[0], [(q.name, q.lineno) for q in traceback.extract_tb(e.__traceback__)])
errors()
def changes():
    global sum
    def shrink(x):
        if len(xs) > 3: del xs[-1]
        return -x
    def grow(x):
        if len(xs) < 30: xs.append(x + 1)
        return x
    for call in (lambda: max(xs, key=shrink), lambda: max(xs, key=grow), lambda: sorted(xs, key=shrink), lambda: sorted(xs, key=grow), lambda: reduce(lambda a, b: grow(a) + b, xs)):
        xs = list(range(20)); print(call(), len(xs))
    class Shy:
        def __init__(s, v): s.v = v
        def __lt__(s, o): return NotImplemented if s.v == 5 else s.v < o.v
        def __gt__(s, o): return NotImplemented if s.v == 7 else s.v > o.v
        def __radd__(s, o): return o + s.v
    class Late:
        def __init__(s, v): s.v = v
        def __lt__(s, o): return s.v < o.v
    class Later(Late):
        def __gt__(s, o): print("asked"); return s.v > o.v
    def extremes(items):
        try: return max(items).v, min(items).v
        except TypeError as e: return str(e)
    for n in (4, 8, 12):
        for _ in range(30): got = extremes([Shy(i) for i in range(n)]), extremes([Late(i) for i in range(n)]), sum([Shy(i) for i in range(n)])
        print(got)
    print(extremes([Late(3), Later(4)]), extremes([Late(3), Shy(5)]), extremes([Shy(7), Shy(5)]))
    Late.__gt__ = lambda s, o: s.v < o.v
    print(extremes([Late(i) for i in range(9)]))
    del Late.__gt__, Late.__lt__
    print(extremes([Late(i) for i in range(9)]))
    def total(items): return sum(items)
    for _ in range(60): total([Shy(1), Shy(2)])
    sum = lambda v: "replaced"
    print(total([Shy(1), Shy(2)]))
    del sum
    print(total([Shy(1), Shy(2)]))
changes()
def seen():
    def where(*a):
        f = sys._getframe(1)
        return f.f_code.co_name, f.f_lineno, sorted(f.f_locals)
    for _ in range(40):
        got = [max([1], key=lambda x: print_later.append(where()) or 1), sorted([1], key=lambda x: print_later.append(where()) or 1)] if (print_later := []) is not None else 0
    print(got, print_later)
seen()
def kinds(n):
    def gen(x): yield x
    class K:
        def __init__(s, v): s.v = v
        def __lt__(s, o): return s.v > o.v
        def __call__(s, x): return x % s.v
    xs = [(i * 31) % 17 for i in range(n)]
    return sorted(xs, key=K)[:4], sorted(xs, key=K(5))[:4], max(xs, key=K(7)), sorted(xs, key=lambda v: (v % 3, -v)), min(xs, key=lambda v: v / 3), sorted(xs, key=lambda v: "ab"[v & 1]), len(sorted(xs, key=lambda v: gen(v).__next__()))
for _ in range(30): got = kinds(40)
print(got)
def deep(n): return n if n < 2 else max([n - 1, n - 2], key=deep) + reduce(lambda a, b: deep(b) + a, [n - 2], 0)
for _ in range(4): print(deep(9))
