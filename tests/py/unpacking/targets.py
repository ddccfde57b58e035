# Assignment targets: tuples, lists, stars, nesting, attributes, subscripts, slices, chains, swaps, augmented; errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


a, b = 1, 2
(c, d) = [3, 4]
[e, f] = "xy"
g, (h, i), [j, [k]] = 1, (2, 3), [4, [5]]
l, = [6]
(m,) = (7,)
print(a, b, c, d, e, f, g, h, i, j, k, l, m)
a, *b = 1, 2, 3
*c, d = 1, 2, 3
e, *f, g = 1, 2, 3, 4
h, *i = "x"
*j, = range(3)
(k, *l), *m = [(1, 2, 3), 4, 5]
*n, o = {7: 1}
print(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o)
for p, (q, *r) in [(1, "abc"), (2, [3])]:
    print(p, q, r)
for s, in [(1,), (2,)]:
    print(s, end=" ")
for *t, u in ["ab", "cde"]:
    print(t, u, end=" ")
print()
x = y = z = []
x.append(1)
print(x is y is z, z)
i = 0
values = [10, 20, 30]
i, values[i] = 2, "set at the new i"
print(i, values)
a, b, c = 1, 2, 3
a, b, c = c, a, b
print(a, b, c)


class Holder:
    pass


h = Holder()
h.x, h.y = 1, 2
items = [0] * 5
items[0], items[-1] = "first", "last"
items[1:3], h.z = [7, 8, 9], "z"
d = {}
d["a"], d["b"], *d["rest"] = range(5)
for h.loop in range(3):
    pass
for d["k"] in "pq":
    pass
print(h.__dict__, items, d)
order = []


def note(name, value):
    order.append(name)
    return value


note("target", {})[note("key", "k")] = note("value", 1)
print(order)
order.clear()
note("a", h).attr, note("b", d)[note("c", 1)] = note("v", (1, 2))
print(order)
order.clear()
note("list", [1, 2])[note("index", 0)] += note("add", 5)
print(order)
first, second = second, first = 1, 2
print(first, second)
(a), b = 1, 2
[a, b], c = (3, 4), 5
print(a, b, c)
for bad in (lambda: exec("a, b = 1,"), lambda: exec("a, b = 1, 2, 3"), lambda: exec("a, *b, c = 1,"), lambda: exec("a, b = 5"), lambda: exec("a, b = None"), lambda: exec("(a, b), c = 1, 2"), lambda: exec("a, b = 'abc'"), lambda: exec("a, = []"), lambda: exec("*a, = 5"), lambda: exec("a, b = {}"), lambda: exec("[] = [1]"), lambda: exec("() = ()"), lambda: exec("a, *b = iter([])"), lambda: exec("for a, b in [1]: pass"), lambda: exec("a, b = (i for i in range(3))")):
    show(bad)
for source in ("*a = 1", "*a, *b = 1", "a, *b, *c = 1", "(a, b) += 1", "a + 1 = 2", "f() = 1", "1 = a", "'s' = 1", "None = 1", "a = b = 1 = c", "(a + b), c = 1, 2", "a if b else c = 1", "[a, 1] = 1, 2", "del f()", "del 1", "del a + b", "del *a", "del (a, b + 1)", "for 1 in x: pass", "for f() in x: pass", "for *a in x: pass", "with x as 1: pass", "import a as b.c", "lambda: x = 1", "x = yield = 1", "a := 1", "(a.b := 1)", "(a[0] := 1)", "(a, b := 1, 2)", "{a: 1} = 1", "f'{a}' = 1", "not a = 1", "a < b = 1", "... = 1", "__debug__ = 1", "a, b: int = 1", "(a): int = 1", "*a"):
    try:
        compile(source, "<test>", "exec")
        print(source, "| compiles")
    except SyntaxError as error:
        print(source, "|", error.msg)


class Counting:
    def __init__(self, n):
        self.n, self.calls = n, 0

    def __iter__(self):
        return self

    def __next__(self):
        self.calls += 1
        if self.calls > self.n:
            raise StopIteration
        return self.calls


c = Counting(5)
try:
    a, b = c
except ValueError as error:
    print(error, "after", c.calls, "calls")
c = Counting(5)
a, *b = c
print(a, b, c.calls)


def returning():
    rest = [2, 3]
    return 1, *rest, *"ab"


def generating():
    rest = [2]
    yield 1, *rest
    yield *rest, 3


print(returning(), list(generating()), [*range(3), *"ab"], (*[], 1), {*[1, 2], *[2, 3]}, {**{"a": 1}, "b": 2, **{"a": 3}}, *[1, 2], sep="|")
t = 1, 2
u = *t, 3
v = [*t, *u]
print(t, u, v, max(*t, *u), dict(**{"a": 1}, b=2), "{} {}".format(*t), [x for x in (*t, *t)])
for w in *t, *"z":
    print(w, end=" ")
print()
n = 5
n += n - 1
n -= -n
n *= 2
n //= 3
n **= 2
n %= 100
n <<= 2
n >>= 1
n |= 1
n &= 0xFF
n ^= 5
s = "a"
s += "b" * 2
t += (3,)
print(n, s, t)
