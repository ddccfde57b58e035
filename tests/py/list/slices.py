# Reading, assigning and deleting by index and slice, with and without step, checked against a model; errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


points = [None, -20, -6, -5, -2, -1, 0, 1, 2, 4, 5, 6, 20]
steps = [None, 1, 2, 3, 7, -1, -2, -3, -7]
base = [10, 11, 12, 13, 14]
fold = 0
for start in points:
    for stop in points:
        for step in steps:
            indices = list(range(*slice(start, stop, step).indices(5)))
            got = base[start:stop:step]
            assert got == [base[i] for i in indices], (start, stop, step)
            copy = base[:]
            del copy[start:stop:step]
            assert copy == [x for i, x in enumerate(base) if i not in indices]
            if step in (None, 1):
                copy = base[:]
                copy[start:stop] = "xyz"
                low, high, _ = slice(start, stop).indices(5)
                assert copy == base[:low] + ["x", "y", "z"] + base[max(low, high):]
            else:
                copy = base[:]
                copy[start:stop:step] = range(len(indices))
                for n, i in enumerate(indices):
                    assert copy[i] == n
                assert len(copy) == 5
            fold = (fold * 31 + sum(got)) % 1000003
print(fold)
a = list(range(10))
print(a[3], a[-3], a[2:5], a[-3:], a[:-3], a[::3], a[::-1], a[8:2:-2], a[100:], a[5:5], a[True], a[:])
a[0] = "zero"
a[-1] = "last"
a[2:4] = []
a[1:1] = ["in", "sert"]
a[-2:] = (99,)
a[::2] = [-1] * len(a[::2])
print(a)
a[:] = [1, 2, 3]
a[1:2] = a
a[len(a):] = [7]
a[:0] = [8]
print(a)
a[::-1] = a[:]
print(a)
a[2:] = (c for c in "gen")
a[:1] = {5: 6}
print(a)
del a[0]
del a[-1]
del a[1:2]
del a[5:1]
print(a)
del a[:]
print(a)
b = list(range(6))


def assign(index, value):
    b[index] = value


def delete(index):
    del b[index]


for f in (lambda: b[6], lambda: b[-7], lambda: b["a"], lambda: b[1.0], lambda: b[None], lambda: b[1, 2], lambda: b[2 ** 70], lambda: b[::0], lambda: b["a":], lambda: b[1.5:], lambda: b[:None:None], lambda: assign(6, 1), lambda: assign(-7, 1), lambda: assign("a", 1), lambda: assign(2 ** 70, 1),
          lambda: assign(slice(0, 2), 5), lambda: assign(slice(0, 6, 2), [1]), lambda: assign(slice(0, 6, 2), [1, 2, 3, 4]), lambda: assign(slice(None, None, 0), []), lambda: assign(slice(0, 2, 2), None), lambda: delete(6), lambda: delete(-7), lambda: delete("x"), lambda: delete(slice(None, None, 0)), lambda: delete(1.0), lambda: assign(slice("a"), [])):
    show(f)
print(b)


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


print(b[Index(2)], b[Index(1):Index(-1)], b[::Index(2)])
b[Index(0)] = "i"
del b[Index(-1)]
print(b)


class Shrinker:
    """Its __index__ clears the list that is being indexed."""

    def __init__(self, target):
        self.target = target

    def __index__(self):
        self.target.clear()
        return 0


victim = [1, 2, 3]
show(lambda: victim[Shrinker(victim)])
victim = [1, 2, 3]
show(lambda: victim[Shrinker(victim):3])
victim = [1, 2, 3, 4]
print(victim.pop(-1), victim[1:][0], victim.__getitem__(slice(0, 2)), victim.__setitem__(0, 9), victim.__delitem__(slice(0, 1)), victim)
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3), slice(-2, None).indices(5), slice(None, None, -1).indices(4), slice(5), slice(1, 2), s == slice(1, 10, 2), slice(0, 0) < slice(0, 1), slice("a", "b"))
for f in (lambda: hash(slice(1)), lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(1).indices(-1), lambda: slice(None, None, 0).indices(3), lambda: slice("a").indices(3), lambda: slice(1).indices("a")):
    show(f)
