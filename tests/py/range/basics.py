# range: construction, length, indexing, slicing, membership, equality, iteration, big numbers, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print(range(5), range(1, 5), range(0, 10, 3), range(5, 0, -1), range(0), range(5, 5), range(0, 5, 1), range(-3), list(range(3)), list(range(10, 0, -3)), list(range(0, -5, -2)), list(range(5, 1)), range(True), str(range(2)))
r = range(0, 20, 3)
print(len(r), r[0], r[-1], r[2], r.start, r.stop, r.step, 6 in r, 7 in r, 6.0 in r, "6" in r, 18 in r, 21 in r, -3 in r, True in range(2), r.index(9), r.count(9), r.count(10), r.count("a"), bool(r), bool(range(0)), list(reversed(r)), max(r), min(r), sum(r), sorted(r, reverse=True)[:2])
print(r[1:3], r[::2], r[::-1], r[-2:], r[5:1], r[10:], r[::-2], r[2:][1], range(10)[2:8][::-1][1:3], range(10)[-3::-3], range(5)[::-1] == range(4, -1, -1), list(range(5)[3:0:-1]))
print(range(3) == range(0, 3, 1), range(0) == range(5, 2), range(0, 3, 2) == range(0, 4, 2), range(1, 2) == range(1, 100, 1000), range(3) != range(4), range(3) == [0, 1, 2], hash(range(0, 3, 2)) == hash(range(0, 4, 2)), hash(range(0)) == hash(range(9, 9)), {range(3): 1}[range(0, 3)])
for f in (lambda: range(), lambda: range(1, 2, 0), lambda: range(1.0), lambda: range("5"), lambda: range(1, 2, 3, 4), lambda: range(None), lambda: r[7], lambda: r[-8], lambda: r["a"], lambda: r[1.0], lambda: r[::0], lambda: r.index(1), lambda: r.index("a"), lambda: r + r, lambda: r * 2, lambda: r < r, lambda: range(stop=5), lambda: r.append(1), lambda: next(r), lambda: range(0, 2, 1.0), lambda: r[2 ** 80]):
    show(f)


def assign():
    r[0] = 1


def attribute():
    r.start = 1


show(assign)
show(attribute)
for big in (2 ** 31, 2 ** 62, 2 ** 63, 2 ** 64, 10 ** 25):
    b = range(big - 2, big + 3)
    print(list(b), len(b), big in b, b[2], b[-1], big + 3 in b, b.index(big), list(b[::2]), list(reversed(b))[0], sum(b))
    print(list(range(-big, -big + 4, 2)), list(range(big, -big, -big)), range(big)[big - 1], range(0, big, big // 2)[1], big // 2 in range(0, big, big // 2))
show(lambda: len(range(2 ** 63)))
show(lambda: len(range(2 ** 63 - 1)))
show(lambda: len(range(10 ** 30)))
print(range(10 ** 30)[10 ** 29], range(10 ** 30).index(5), 10 ** 29 + 1 in range(0, 10 ** 30, 2), range(0, 10 ** 30, 10 ** 29)[3], bool(range(10 ** 30)), range(10 ** 30)[-1], range(-(10 ** 30), 10 ** 30, 10 ** 29)[::5])
it = iter(range(3))
print(next(it), it.__length_hint__(), list(it), next(it, "end"), list(it))
it = iter(range(2 ** 70, 2 ** 70 + 2))
print(list(it), next(it, "end"), list(zip(range(3), range(10, 13))), [*range(3)], tuple(range(2)), {*range(2)}, dict.fromkeys(range(2)), list(map(lambda x: x * 2, range(3))), list(enumerate(range(5, 7))))
total = 0
for i in range(1000):
    for j in range(i, i + 3):
        total += j
print(total, i, j)
for i in range(0):
    pass
print(i)
for i in range(3):
    i = 100
print(i)
a, b, *c = range(5)
print(a, b, c, range(5).__contains__(3), range(5).__getitem__(2), range(5).__len__(), range(5).__iter__().__next__(), range(3).__eq__(5), range(2, 8, 2).__reversed__().__next__())


class Index:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        return self.v


print(range(Index(3)), list(range(Index(1), Index(4), Index(2))), range(10)[Index(3)], Index(2) in range(5), range(5).count(Index(1)))
fold = 0
for start in range(-4, 5):
    for stop in range(-4, 5):
        for step in (-3, -2, -1, 1, 2, 3):
            r = range(start, stop, step)
            values, x = [], start
            while (x < stop) if step > 0 else (x > stop):
                values.append(x)
                x += step
            assert list(r) == values and len(r) == len(values) and list(reversed(r)) == values[::-1]
            assert all((v in r) == (v in values) for v in range(-6, 7))
            fold = fold * 7 % 1000003 + sum(values)
print(fold)
