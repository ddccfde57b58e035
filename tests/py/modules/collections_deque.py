# deque: both ends, maxlen, rotation, indexing, mutation while iterating, comparison, errors.
from collections import deque


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, len(d), d[0], d[-1], d[2], list(d), list(reversed(d)), d.pop(), d.popleft(), d, 2 in d, 9 in d, bool(d), bool(deque()))
d.extend([5, 6])
d.extendleft([7, 8])
print(d)
d.rotate(2)
print(d)
d.rotate(-3)
d.rotate()
d.rotate(100)
d.rotate(0)
print(d, d.count(2), d.index(3), d.index(5, 0, 8))
d.insert(1, "i")
d.insert(-1, "j")
d.insert(100, "end")
d.remove("i")
d.reverse()
del d[0]
d[0] = "first"
d[-1] = "last"
print(d, d.copy() == d, d.copy() is d)
d.clear()
print(d, deque("abc"), deque(), deque([1], maxlen=5), deque(range(10), 3), deque(range(3), maxlen=0))
m = deque([1, 2, 3], maxlen=3)
m.append(4)
m.appendleft(0)
m.extend("xy")
print(m, m.maxlen, deque([1]).maxlen, m + deque([5]), m * 2, deque([1, 2]) * 2, deque([1]) + deque([2]))
m += [9]
m *= 1
print(m)
for f in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1])[5], lambda: deque([1])["a"], lambda: deque([1])[0:1], lambda: deque([1]).remove(5), lambda: deque([1]).index(5), lambda: m.insert(0, 1), lambda: deque(5), lambda: deque([1], -1), lambda: deque([1], "a"), lambda: deque([1]) + [1], lambda: hash(deque()), lambda: deque([1]) < 5, lambda: deque([1]).rotate("a"), lambda: setattr(m, "maxlen", 5), lambda: deque().append(), lambda: deque([1, 2]).insert()):
    show(f)
print(deque([1, 2]) == deque([1, 2]), deque([1, 2]) == [1, 2], deque([1]) < deque([2]), deque([1, 2]) > deque([1]), deque([1], 5) == deque([1]))


def mutate():
    d = deque([1, 2, 3])
    for x in d:
        d.append(x)


def mutate_same_length():
    d = deque([1, 2, 3])
    for x in d:
        d.rotate(1)


show(mutate)
show(mutate_same_length)
it = iter(deque([1, 2]))
print(next(it), it.__length_hint__(), list(it), list(it))
q = deque()
for i in range(1000):
    q.append(i)
    if i % 3 == 0:
        q.popleft()
for i in range(200):
    q.rotate(i)
    q[i] = q[-i - 1]
print(len(q), sum(q), q[0], q[-1], q[300])
model = []
d = deque()
seed = 1
for step in range(3000):
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    action = seed >> 16 & 7
    if action < 2:
        d.append(step); model.append(step)
    elif action < 4:
        d.appendleft(step); model.insert(0, step)
    elif action == 4 and model:
        assert d.pop() == model.pop()
    elif action == 5 and model:
        assert d.popleft() == model.pop(0)
    elif action == 6 and model:
        k = seed % 5
        d.rotate(k)
        k %= len(model)
        model = model[-k:] + model[:-k] if k else model
    elif model:
        i = seed % len(model)
        del d[i]
        del model[i]
    assert len(d) == len(model)
assert list(d) == model
print(len(d), list(d)[:5])
window, sums = deque(maxlen=3), []
for v in [4, 8, 15, 16, 23, 42]:
    window.append(v)
    sums.append(sum(window))
print(sums)


class Sub(deque):
    pass


s = Sub([1, 2], maxlen=4)
s.note = "n"
print(s, type(s.copy()).__name__, s.note, type(s + s).__name__, isinstance(s, deque))
bfs, seen, order = deque([1]), {1}, []
while bfs:
    n = bfs.popleft()
    order.append(n)
    for k in (n * 2, n * 3):
        if k < 50 and k not in seen:
            seen.add(k)
            bfs.append(k)
print(order)
