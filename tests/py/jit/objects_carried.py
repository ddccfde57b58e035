# Objects that one round of a loop hands to the next: when they are looked at from outside, compared, kept, changed or raised with.
import sys
import weakref


class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return P(self.x + other.x, self.y + other.y)

    def moved(self, d):
        return P(self.x + d, self.y - d)


class Q(P):
    pass


def carried(n):
    p = P(0, 0)
    for i in range(n):
        p = p + P(i, 1)
    return p.x, p.y


def kept(n):
    p, out = P(0, 0), []
    for i in range(n):
        p = p.moved(i)
        if i % 17 == 3:
            out.append(p)
    return [(q.x, q.y) for q in out], p in out, out[-1] is p, len(set(map(id, out)))


def identity(n):
    p = first = P(0, 0)
    same = 0
    for i in range(n):
        q = p
        p = P(i, p.x)
        same += q is p
        same += (p is first) * 100
        if i % 10 == 9:
            p = first
    return same, p.x


def seen_by_frames(n):
    p, out = P(1, 2), 0
    for i in range(n):
        p = P(p.y, i)
        if i % 13 == 5:
            p.x += 1000
            out += sys._getframe().f_locals["p"].x
            out += looks()
    return out, p.x, p.y


def looks():
    p = sys._getframe(1).f_locals["p"]
    p.y = p.y + 7
    return p.x


def raising(n):
    p, out = P(0, 0), []
    for i in range(n):
        try:
            p = P(p.x + 1, 10 // (i % 9 - 4))
            if i % 11 == 7:
                raise KeyError(p)
        except ZeroDivisionError as error:
            p = P(p.x + 100, p.y)
        except KeyError as error:
            out.append(error.args[0] is p)
            p = error.args[0]
    return p.x, p.y, out


def changing(n):
    p = P(0, 0)
    for i in range(n):
        p = P(p.x + 1, p.y)
        if i % 20 == 11:
            p.extra = i
        if i % 20 == 15:
            p.__class__ = Q
        if i % 30 == 25:
            del p.y
            p.y = 5
        if i == n // 2:
            P.moved = lambda self, d: self
    return p.x, p.y, type(p).__name__, vars(p)


def attributes_kept(n):
    holder = P(None, 0)
    for i in range(n):
        holder.x = P(i, holder.x)
        if i % 3 == 0:
            holder.x.y = None
        if holder.x.y is not None and holder.x.y.y is not None:
            holder.y += holder.x.y.x
    return holder.y


def chain(n):
    head = None
    for i in range(n):
        head = P(i, head)
        if i % 7 == 6:
            head = head.y
    total = 0
    while head is not None:
        total = total * 3 + head.x & 0xffffffffffff
        head = head.y
    return total


def tuples(n):
    t, out = (0, 1.5, "a"), []
    for i in range(n):
        a, b, c = t
        t = (a + 1, b * 1.01, c if i % 5 else c + "x")
        if i % 23 == 20:
            out.append(t)
        if t[0] > 50 and i % 2:
            t = (t[0] - 30,) + t[1:]
    return t[0], round(t[1], 6), t[2], len(out), out[0][0]


def lists(n):
    v = [0]
    for i in range(n):
        w = v
        v = [w[0] + 1, i]
        if i % 10 == 3:
            w.append(v)
        if i % 10 == 4:
            v[0] += len(w)
    return v


def closures(n):
    fs, p = [], P(0, 0)
    for i in range(n):
        p = P(p.x + i, i)
        if i % 9 == 1:
            fs.append(lambda q=p: q.x + p.x)
    return [f() for f in fs][:5], p.x


def weak(n):
    p, alive = P(0, 0), 0
    for i in range(n):
        p = P(p.x + 1, 0)
        r = weakref.ref(p)
        alive += r() is p
    return alive, p.x


def swapped(n):
    a, b = P(0, 1), P(1, 0)
    for i in range(n):
        a, b = b, P(a.x + b.x & 0xffff, a.y - i)
        if i % 12 == 7:
            a = b
    return a.x, a.y, b.x, b.y, a is b


def branches(n):
    p = None
    out = 0
    for i in range(n):
        if p is None:
            p = P(i, i)
        elif i % 4 == 0:
            p = Q(p.x, p.y)
        elif i % 9 == 0:
            p = None
            continue
        else:
            p = P(p.y, p.x + 1)
        out += p.x + isinstance(p, Q)
    return out


def generated(n):
    def gen(k):
        p = P(0, k)
        for j in range(k):
            p = P(p.x + 1, p.y)
            got = yield p
            if got:
                p = got
    out = 0
    for i in range(n):
        g = gen(i % 6)
        for p in g:
            out += p.x * p.y
            p.x += 1
        g = gen(4)
        q = next(g)
        q = g.send(P(50, 1))
        out += q.x + next(g).x
    return out


for f in carried, kept, identity, seen_by_frames, raising, changing, attributes_kept, chain, tuples, lists, closures, weak, swapped, branches, generated:
    print(f.__name__, f(100), f(151))
