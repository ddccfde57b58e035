# tuple: construction, operators, comparison, hashing, immutability, unpacking, subclassing, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print((), (1,), (1, 2), tuple(), tuple("ab"), tuple([1, 2]), tuple({1: 2}), tuple(range(3)), tuple(i * i for i in range(3)), (1, (2, (3,))), ((),), ([],), (1, "a", None))
t = (1, 2, 3, 2, 1)
print(t[0], t[-1], t[1:3], t[::-1], t[::2], t[10:], t[5:1], len(t), t.count(2), t.index(2), t.index(2, 2), t.index(1, -1), 3 in t, 5 not in t, t + (4,), t * 2, 2 * (0,), () * 5, t[:] is t, tuple(t) is t)
for f in (lambda: t[5], lambda: t[-6], lambda: t["a"], lambda: t[1.5], lambda: t.index(9), lambda: t.index(1, 1, 4), lambda: t.index(), lambda: t.count(), lambda: t + [1], lambda: t + 1, lambda: t * "a", lambda: t * 1.0, lambda: tuple(5), lambda: tuple(1, 2), lambda: tuple(iterable=[]), lambda: t < [1], lambda: t < 5, lambda: (1, "a") < (1, 2), lambda: hash(([],)), lambda: {(1, []): 2}, lambda: t.append(1), lambda: t[::0], lambda: -t):
    show(f)


def assign():
    t[0] = 5


def delete():
    del t[0]


def slice_assign():
    t[0:1] = (1,)


def attribute():
    t.x = 1


for f in (assign, delete, slice_assign, attribute):
    show(f)
print((1, 2) == (1, 2), (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (2,) > (1, 9), (1, 2) == [1, 2], (1, 2) != (2, 1), (1.0, True) == (1, 1), ((1, 2), 3) < ((1, 3), 0), ("a", 1) < ("b", 0), (1, [2]) == (1, [2]))
print(hash((1, 2)) == hash((1.0, 2.0)), hash(()) == hash(()), hash((1, (2, 3))) == hash((1, (2, 3))), hash((1, 2)), hash(()), hash((0,)), hash((-1,)), hash((1, 2, 3)), hash(((1,), (2,))), hash((2 ** 64, -5)))
d = {(1, 2): "pair", (): "empty", (1,): "one", ((1,), 2): "nested"}
print(d[1, 2], d[()], d[1,], d[(1,), 2], (1.0, 2) in d, len({(i, j) for i in range(20) for j in range(20)}))
a, b = 1, 2
a, b = b, a
(c, d), e = (1, 2), 3
[f, g] = "xy"
h, = [5]
i = j, k = 7, 8
print(a, b, c, d, e, f, g, h, i, j, k)
x = 1,
y = 1, *x, *[2, 3]
print(x, y, (*y, *y)[:5], *y)


def pair():
    return 1, 2


print(pair(), pair()[1], (lambda *a: a)(1, 2), max((1, 5), (2, 1)), min((3,), (2, 9)), sorted([(2, "b"), (1, "z"), (2, "a")]), sum((1, 2, 3)), sum(((1,), (2,)), ()), list(reversed((1, 2, 3))), any((0, 1)), bool(()), not (), bool((0,)))
r = ([],)
r[0].append(r)
print(r, len(r), (1, 2).__len__(), (1,).__add__((2,)), (1, 2).__contains__(2), (1, 2).__getitem__(0), (1,).__mul__(3), (1,).__eq__([1]), tuple.__name__)


class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    @property
    def first(self):
        return self[0]

    def __repr__(self):
        return f"Pair{tuple(self)!r}"


p = Pair(1, 2)
p.note = "has a dict"
print(p, p.first, p == (1, 2), hash(p) == hash((1, 2)), p + (3,), type(p + (3,)).__name__, type(p[:]).__name__, type(p * 1).__name__, p.note, isinstance(p, tuple), [*p], tuple(p) is p, {p: 1}[1, 2])
it = iter((1, 2, 3))
print(next(it), it.__length_hint__(), list(it), next(it, None), tuple(zip((1, 2), (3, 4))), tuple(enumerate("ab")), dict(((1, 2), (3, 4))), "%s-%s" % (1, 2), "%s" % ((1, 2),), (1, 2) * 0 == (), (None,) * 3)
big = tuple(range(10000))
print(len(big), big[9999], big[5000:5003], sum(big), big == tuple(range(10000)), big < big + (1,), big.index(7777), hash(big) == hash(tuple(range(10000))))
