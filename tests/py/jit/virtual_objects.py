# Objects that only the trace sees are not made; whoever leaves makes them, each once, with what their fields held there.
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __repr__(self):
        return "P(%r, %r)" % (self.x, self.y)
class Box:
    def __init__(self, a, b):
        self.a = a
        self.b = b


def f(n, stop):
    p = "before"
    s = 0
    out = []
    for i in range(n):
        if i == stop:
            out.append(p)
            stop += 7
        if i % 50 == 3:
            s += 1
            out.append(p)
        p = Point(i, i * 0.5)
        q = p
        s += q.x
    return s, p, q is p, out[:4], len(out), all(type(o) is Point for o in out[1:])
print(f(3000, 0)); print(f(3000, 10))
def g(n):
    keep = []
    b = None
    for i in range(n):
        p = Point(i, 1.5)
        b = Box(p, p)
        t = (p, b, i)
        if i % 97 == 0:
            keep.append((b, t))
    return [(k.a is k.b, t[0] is k.a, t[1] is k, k.a.x, t[2]) for k, t in keep[-3:]], b.a is b.b, b.a, t[1] is b
print(g(3000))
def h(n):
    r = []
    for i in range(n):
        def inc():
            return i
        c = i
        t = (i, 2.5, (i, "x"))
        a, b, (d, e) = t
        if i > n - 3:
            r.append((t, locals().get("d"), a, b))
    return r, t
print(h(3000))
class M:
    def __init__(self, k): self.k = k
    def get(self, x): return self.k + x
def m(n):
    s = 0
    ms = [M(1), M(2)]
    for i in range(n):
        o = ms[i & 1]
        meth = o.get
        s += meth(i)
        if i % 500 == 499:
            try:
                s += meth(1 // (i - 1499))
            except ZeroDivisionError as e:
                s += meth(5)
                print(meth.__self__ is o, i, s)
    return s, meth.__self__ is o
print(m(4000))
def exc(n):
    p = None
    for i in range(n):
        p = Point(i, [1, 2, 3][i % 3] if i != n - 5 else None)
        try:
            z = p.x + p.y
        except TypeError as e:
            print("caught", p, e)
            break
    return p, z
print(exc(3000))


# The last round's object is looked at where a round begins, by exits that come before it is replaced.
def carried(n):
    p = None
    seen = []
    for i in range(n):
        if i % 700 == 699:
            seen.append(p)
        p = Point(i, float(i)) if i % 3 else Box(i, (i, i + 1))
    return [(type(p).__name__, vars(p)) for p in seen]
print(carried(3000))


# A cell and a bound method that stay inside; a collection while objects are made.
import gc
def inside(n):
    total = 0
    for i in range(n):
        def add(k):
            nonlocal total
            total += k
        bound = M(i).get
        total += bound(1)
        p = Point(Point(i, i), Box([i], (i,)))
        if i % 1000 == 999:
            gc.collect()
            total += p.x.y + p.y.a[0] + len(p.y.b)
            add(1)
    return total, p.x, p.y.b
print(inside(3000))


# Fields change between exits.
def changes(n):
    out = []
    for i in range(n):
        p = Point(0, 0)
        p.x = i
        if i % 500 == 7:
            out.append((p.x, p.y))
            p.y = 5
        p.y += 1
        p.x -= p.y
        if i % 500 == 7:
            out.append(p)
    return out, p
print(changes(2000))
