# Assignment expressions wherever they are allowed: conditions, loops, comprehensions, arguments, f-strings, lambdas, class bodies, defaults.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


if (n := 10) > 5:
    print(n)
data = iter([1, 2, 3, 0, 9])
while (x := next(data)):
    print(x, end=" ")
print(x)
print((a := 1) + (b := a + 1), a, b, [y := 5, y ** 2], {(k := "key"): (v := "value")}, k, v, (z := 3, z + 1), z)
print([last := i * 2 for i in range(4)], last, {i: (seen := i) for i in range(3)}, seen, any((found := w).startswith("d") for w in ["a", "duck", "dog"]), found, [s for w in ["a ", " b"] if (s := w.strip())], list(p for q in [1, 2] if (p := q * 10) > 10), p)
total = 0
print([total := total + i for i in range(5)], total, f"{(t := 7)} {t} {(u := 'x')!r:>5} {u}")


def function(arg=(default := "from default")):
    local = (inner := 5) + 1
    def nested():
        nonlocal inner
        return (inner := inner + 1)
    return arg, local, nested(), inner, [(inner := j) for j in range(2)], inner


print(function(), default, (lambda q: (w := q + 1) * w)(2), (lambda: (m := 1))())


class C:
    x = (y := 2) + 1
    if (flag := True):
        z = flag


print(C.x, C.y, C.flag, C.z)


def in_global():
    global created
    if (created := "global"):
        return [(created := f"{created}{i}") for i in range(2)]


print(in_global(), created)


def uses(*args, **kwargs):
    return args, kwargs


print(uses(first := 1, (second := 2), key=(third := 3)), first, second, third, uses(*(rest := [1, 2])), rest, [10, 20][(i := 1)], i, "abc"[(j := 1):], j, not (c := 0), c, (d := None) or "or", -(e := 4), e, (g := 1) if (h := 0) else (g := 2), g, h)
with open("/dev/null") as f, (o := open("/dev/null")):
    print(o.read() == "")
assert (checked := "non-empty"), "no"
print(checked)
del (checked)
show(lambda: checked)
try:
    raise (error_class := ValueError)((text := "raised"))
except error_class as error:
    print(error, text)
match (subject := [1, 2]):
    case [one, two] if (added := one + two) == 3:
        print(subject, added)
for item in (items := [1, 2]):
    items = None
print(item, items)


def generator():
    received = (yield (sent := 1))
    yield sent, received
    if (more := (yield)):
        yield more


g = generator()
print(next(g), g.send("r"), next(g), g.send("m"))


def buffer(chunks):
    source, result = iter(chunks), []
    while (chunk := next(source, None)) is not None and (size := len(chunk)):
        result.append((chunk, size))
    return result, chunk


print(buffer(["ab", "c", "", "d"]), buffer([]))
lines = ["name: duck", "nonsense", "age: 3"]
print({parts[0]: parts[2] for line in lines if (parts := line.partition(": "))[1]}, parts)
memo = {}
fib = lambda n: memo[n] if n in memo else (memo.__setitem__(n, value := n if n < 2 else fib(n - 1) + fib(n - 2)), value)[1]
print(fib(50), len(memo))
print((deep := (deeper := (deepest := 1) + 1) + 1), deeper, deepest, (once := []) is once, [(same := []) is same for _ in range(2)])
