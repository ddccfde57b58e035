# List, set, dict and generator comprehensions: nesting, conditions, scopes, walrus, unpacking targets, laziness, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print([x for x in range(5)], [x * y for x in range(3) for y in range(3)], [x for x in range(20) if x % 2 if x % 3], {x % 3 for x in range(9)}, {x: x * x for x in range(4)}, list(x for x in "abc"), [[y for y in range(x)] for x in range(4)], [x for x in []], {c: i for i, c in enumerate("abca")})
print([(x, y) for x in range(3) for y in range(x) if x + y > 1], [x if x % 2 else -x for x in range(4)], [(lambda v: v + x)(1) for x in range(3)], [a + b for a, b in [(1, 2), (3, 4)]], [first for first, *rest in ["abc", "de"]], [k for (k, (l, m)) in [(1, (2, 3))]], [i for row in [[1, 2], [3]] for i in row], [x for x, in [(1,), (2,)]], {k: v for k, v in zip("ab", [1, 2])}, {**{k: 1 for k in "xy"}})
x = "outer"
values = [x for x in range(3)]
print(x, values, [x for _ in range(2)], [x for x in x], x)


def scopes():
    y = 10
    z = [y + i for i in range(3)]
    y = 20
    lazy = (y + i for i in range(3))
    y = 30
    fs = [lambda: i for i in range(3)]
    gs = [lambda i=i: (i, y) for i in range(3)]
    return z, list(lazy), [f() for f in fs], [g() for g in gs], [(i, j) for i in range(2) for j in [y]]


print(scopes())


class C:
    n = 3
    a = n
    b = [i for i in range(n)]
    c = [[j for j in range(i)] for i in range(n)]
    d = list(i * 2 for i in range(n))

    def m(self):
        return [self.n for _ in range(2)]


print(C.b, C.c, C.d, C().m())


def class_scope_error():
    class D:
        n = 3
        bad = [n for _ in range(2)]


show(class_scope_error)


def walrus():
    data = [1, 5, 3, 8]
    big = [y for x in data if (y := x * 2) > 5]
    running, total = [], 0
    running = [total := total + v for v in data]
    any_big = any((found := v) > 4 for v in data)
    return big, y, running, total, found, any_big


print(walrus())
print([last := i for i in range(3)], last)
show(lambda: [1 / i for i in (1, 0)])
show(lambda: [x for x in 5])
show(lambda: [y for y in [1] for z in y])
show(lambda: [undefined for i in range(1)])
show(lambda: {[]: 1 for i in range(1)})
show(lambda: {[] for i in range(1)})
show(lambda: [a for a, b in [(1,)]])
show(lambda: [i for i in range(3) if undefined])
for source in ("[x for x in range(3) for x]", "[x := 1 for x in [1]]", "[(y := x) for x in [1] for y in [2]]", "[x for x in (y := [1])]", "[yield x for x in []]", "[(yield) for x in []]", "{x: y for x in []: 1}", "[*x for x in [[1]]]", "{**x for x in []}", "[for x in []]", "[x for 1 in []]", "[x for f() in []]", "(x for x in [1], 2)", "f(x for x in [1], 2)", "[x if y for x in []]", "[x for x in 1, 2]", "[(i := 0) for i in range(5)]", "class C: [(a := i) for i in [1]]", "[i for i in range(5) if (i := 1)]"):
    try:
        compile(source, "<test>", "exec")
        print(source, "compiles")
    except SyntaxError as error:
        print(source, "->", error.msg)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [sum(c) for c in zip(*matrix)], [*map(list, zip(*matrix))], [v for row in matrix for v in row if v % 2])
order = []


def note(v):
    order.append(v)
    return v


{note(f"k{i}"): note(f"v{i}") for i in range(2)}
print(order)
order.clear()
[note(a) + note(b) for a in note("ab") for b in note("cd") if note("if")]
print(order)
nested = [[[k for k in range(j)] for j in range(i)] for i in range(4)]
print(nested, len([None for _ in range(1000)]), sum([i for i in range(1000)]), [i for i in range(10)][::3], [x for x in [x for x in [x for x in range(3)]]], {i: {j: i * j for j in range(2)} for i in range(2)})
primes = [n for n in range(2, 50) if all(n % d for d in range(2, int(n ** 0.5) + 1))]
pythagoras = [(a, b, c) for c in range(1, 20) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c]
print(primes, pythagoras, sorted({len(w) for w in "the quick brown fox".split()}), {w[0]: w for w in "the quick brown fox".split()})


def in_generator():
    for i in [v * 2 for v in range(3)]:
        yield [i, [w for w in range(i)]]


print(list(in_generator()), (lambda *a: [x for x in a if x])(0, 1, 2), [f"{i:02}" for i in range(3)])
