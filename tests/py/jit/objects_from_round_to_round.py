# Objects that a variable keeps until the next round looks into them are not made; whoever leaves makes them, each once.
import gc


class V:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __add__(self, other):
        return V(self.x + other.x, self.y + other.y)
    def __mul__(self, k):
        return V(self.x * k, self.y * k)
    def __repr__(self):
        return "V(%r, %r)" % (self.x, self.y)
class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __repr__(self):
        return "P(%r, %r)" % (self.x, self.y)


def vectors(n, seen):
    p, v = V(0.0, 1.0), V(0.5, 0.0)
    for i in range(n):
        a = p * -0.125
        v = v + a * 0.25
        p = p + v * 0.25
        if i in seen:
            seen[i] = (p, v, a)
    return p, v
for n in (0, 1, 2, 700, 3000):
    seen = dict.fromkeys((0, 1, 500, 1700, 2999))
    p, v = vectors(n, seen)
    print(n, p, v, seen[500] and seen[500][0], seen[2999] and (seen[2999][0] is p, seen[2999][1] is v))


# Two ways through the round, an object that only one of them makes, another class now and then.
def branches(n, other):
    p = P(0, 1.0)
    kept = []
    for i in range(n):
        if i % 3 == 0:
            p = P(p.x + 1, p.y * 0.5 + 1)
        elif i % 3 == 1:
            p = P(p.x + i, p.y)
        if i % 101 == 100:
            kept.append(p)
        if i % other == other - 1:
            p = V(p.x, 3)
        if i % 1009 == 1008:
            p.x = -5
    return p, len(kept), kept[-3:], len(set(map(id, kept))), kept[0] is kept[1]
print(branches(4000, 10**9))
print(branches(4000, 797))
print(branches(4000, 11))


# Fields change their type; ints grow out of their words.
def kinds(n):
    p = P(1, 1)
    out = []
    for i in range(n):
        p = P(p.y, p.x + p.y if i % 900 else 0.5)
        if i % 450 == 449:
            out.append((type(p.x), type(p.y), str(p)[:30]))
    return out
print(kinds(3000))
def grows(n):
    s = (1, 0)
    for i in range(n):
        a, b = s
        s = (a * 3, b + 1)
    return s
print(hash(grows(2000)), grows(2000)[1], grows(5))


# The object that was there on entry is itself; later ones are new.
def entry(n, stop):
    first = p = P(0, "a")
    for i in range(n):
        if i == stop:
            break
        p = P(p.x + 1, p.y)
    return p is first, p, first
for i in range(40):
    entry(400, 400)
print(entry(1000, 0), entry(1000, 1), entry(1000, 999), entry(0, 0))


# Exceptions in the middle; the object of the round before is whole.
def raises(n, bad):
    p = P(0, 0)
    for i in range(n):
        try:
            p = P(p.x + 1, p.y + 10 // (i - bad))
        except ZeroDivisionError as e:
            print("caught", p, e, i)
            p = P(p.x, "s")
            break
    return p
for bad in (-1, 5, 1500, 2999):
    print(raises(3000, bad))


# One object in two variables, and in the object of the next round.
def pairs(n):
    prev = cur = None
    up = same = 0
    for i in range(n):
        cur = P(i, (i * 7919) % 1009)
        if prev is not None and prev.y < cur.y:
            up += prev.x & 1
        if i % 500 == 499:
            print(prev is cur, prev, cur)
        prev = cur
        if i % 700 == 699:
            same += prev is cur
    return up, same, prev is cur, prev
print(pairs(3000))
def chain(n):
    head = None
    for i in range(n):
        head = P(i, head)
        if i % 100 == 99:
            head = None if i % 200 == 199 else P(i, P(head.y.x, None))
    return head
print(chain(250), chain(2000))


# Objects in objects.
class Body:
    def __init__(self, p, v):
        self.p = p
        self.v = v
def bodies(n, out):
    b = Body(V(1.0, 0.0), V(0.0, 1.0))
    for i in range(n):
        v = b.v + b.p * -0.01
        b = Body(b.p + v * 0.01, v)
        if i % 777 == 776:
            out.append(b)
            out.append(b.v)
            out.append(v is b.v)
    return b
out = []
b = bodies(4000, out)
print(b.p, b.v, out[0].v is out[1], out[2], len(out), out[-3].p)


# Tuples, unpacked and by index; a collection now and then.
def state(n):
    st = (0, 1.5, "t")
    for i in range(n):
        a, b, c = st
        if a & 1:
            st = (a + 1, b * 0.999 + 1, c)
        else:
            st = (a + 3, b, st[2])
        if i % 1000 == 999:
            gc.collect()
            print(st, a, b)
    return st
print(state(3500))
def while_loop(limit):
    n, r = (0, (0, 0)), 1
    while n[0] < limit:
        r = (r * 1103515245 + 12345) & 0x7fffffff
        d = r >> 16 & 3
        n = (n[0] + 1, (n[1][0] + (d == 1), n[1][1] - (d == 2)))
    return n
print(while_loop(3000))


# Somebody writes into the object on entry before it is looked into, and into the one of the round before.
def writes(n):
    p = q = P(1, 2)
    for i in range(n):
        q.x = i
        p = P(p.x + 1, p.y + 1)
    return p, q
print(writes(1), writes(2), writes(2000))
def touch(o, i):
    o.x += i
def called(n):
    p = P(0, 0)
    for i in range(n):
        touch(p, i)
        p.y += 1
        p = P(p.x, p.y)
    return p
print(called(1), called(3000))
def helpers(n):
    p = P(0, 0)
    seen = []
    for i in range(n):
        seen.append(i)
        p = P(p.x + len(seen), p.y + seen[-1])
        del seen[:]
    return p
print(helpers(3000))


# Generators and functions that keep such objects.
def generate(n):
    p = V(0, 1)
    for i in range(n):
        p = V(p.y, (p.x + p.y) & 0xffff)
        yield p
print(sum(p.x for p in generate(3000)), list(generate(3)))
def gives_back(n):
    acc = P(0, -1)
    for i in range(n):
        acc = P(acc.x + i, i if i * 31 % 1000 > acc.y else acc.y)
        if acc.x > 4000000:
            return acc
    return acc
print(gives_back(2000), gives_back(5000))


# What one variable had goes to another one; what a call before the first look has changed.
def swaps(n):
    a, b = V(0, 0.5), V(1, 0.25)
    kept = []
    for i in range(n):
        c = b
        a, b = b, V((a.x + b.x) & 0xffff, a.y + b.y if b.y < 1e9 else 0.125)
        if i % 400 == 399:
            kept.append((a, b, a is c, a is b))
        if i % 701 == 700:
            a = b
        if i % 901 == 900:
            b.x = -1
    return a, b, kept[-1:], kept[:1], len(set(map(id, [k[0] for k in kept])))
print(swaps(1), swaps(2), swaps(3))
print(swaps(5000))
def looked_into_late(n):
    p, q, d = P(0, 1.0), P(0, 0), {}
    for i in range(n):
        d[i & 7] = p.x
        d[8] = i
        q.x = d[8]
        p = P(p.x + q.x, p.y + d[i & 7])
        if i % 1000 == 999:
            print(p, q, sorted(d))
    return p
print(looked_into_late(1), looked_into_late(3500))
def same_first(n):
    p = q = P(0, 1)
    d = {}
    for i in range(n):
        d["k"] = i
        q.y = d["k"]
        p = P(p.y + 1, p.x)
    return p, q
print(same_first(1), same_first(2), same_first(3), same_first(2000))
