# Recursion limits that move, recursion through every kind of call, frames whose locals are written, collections in the middle.
import gc
import sys
import weakref


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


def limits(n):
    before = sys.getrecursionlimit()
    out = 0
    for i in range(n):
        sys.setrecursionlimit(60 + i % 40 * 5)
        try:
            out += down(40 + i % 7 * 20)
        except RecursionError as error:
            out += 10000
            assert str(error).startswith("maximum recursion depth exceeded"), error
        finally:
            sys.setrecursionlimit(before)
    return out > 10000 * 10


print(limits(80))


class R:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return R(self.n + 1) + other

    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __call__(self, x):
        return self(x + 1)

    def __eq__(self, other):
        return other == self

    def __str__(self):
        return str(self)

    def __len__(self):
        return len(self)

    def __iter__(self):
        return iter(self)

    def __contains__(self, x):
        return x in self

    def __hash__(self):
        return hash(self)

    def __bool__(self):
        return bool(self)

    def __getitem__(self, i):
        return self[i + 1]

    @property
    def p(self):
        return self.p

    def g(self):
        yield from self.g()


r = R(1)
for name, f in [("add", lambda: r + 1), ("call", lambda: r(1)), ("eq", lambda: r == r.n == R(2) == r), ("str", lambda: str(r)), ("len", lambda: len(r)),
                ("iter", lambda: iter(r)), ("in", lambda: 1 in r), ("hash", lambda: hash(r)), ("bool", lambda: not r), ("item", lambda: r[0]), ("property", lambda: r.p),
                ("generator", lambda: list(r.g())), ("sort", lambda: sorted([r, r], key=lambda x: x(1))), ("map", lambda: list(map(r, [1])))]:
    caught = {}
    for i in range(6):
        try:
            f()
            key = "none"
        except RecursionError as error:
            key = "RecursionError"
        except Exception as error:
            key = f"{type(error).__name__} {error}"
        caught[key] = caught.get(key, 0) + 1
    print(name, caught)


def mutual_a(n):
    try:
        return mutual_b(n + 1)
    except RecursionError:
        return n


def mutual_b(n):
    for _ in range(1):
        return mutual_a(n + 1)


print(all(mutual_a(0) > 100 for _ in range(5)))


def locals_seen(n):
    out = 0
    for i in range(n):
        a, b = i, str(i)
        seen = locals()
        out += len(seen)
        seen["a"] = 5
        sys._getframe().f_locals["b"] = 7
        out += a + len(b)
        if i % 10 == 4:
            del a
        out += len(sys._getframe().f_locals)
        assert "i" in vars()
    return out


print(locals_seen(80))


def caller_lines(n):
    out = set()
    for i in range(n):
        out.add(line())
        out.add(
            line()
        )
        x = [line() for _ in range(2)]
        out.update(x)
    return sorted(out)


def line():
    f = sys._getframe(1)
    while f.f_code.co_name == "<listcomp>":
        f = f.f_back
    return f.f_lineno - f.f_code.co_firstlineno


print(caller_lines(50))


class Cycle:
    def __init__(self, n):
        self.me = self
        self.n = n


def collected(n):
    refs = []
    for i in range(n):
        c = Cycle(i)
        refs.append(weakref.ref(c))
        if i % 25 == 24:
            del c
            gc.collect()
    c = None
    total = 0
    for i in range(n):
        total += i * (i % 3)
        if i % 30 == 0:
            gc.collect()
    return total, len(refs)


print(collected(100))


def texts(n):
    out = []
    parts = ["a", "é", "∑", "\U0001f600", "\ud800", "\udfff", "", "\0"]
    s = ""
    for i in range(n):
        p = parts[i % 8]
        s += p
        s = s[-12:]
        t = f"{s}|{i}|{p!r:>4}"
        out.append(len(t))
        out.append(s.count(p) if p else -1)
        out.append(ord(s[i % len(s)]) if s else 0)
        try:
            out.append(len(s.encode()))
        except UnicodeEncodeError as error:
            out.append(error.start)
        out.append(len(s.encode("utf-8", "surrogatepass")) + len(s.encode("utf-16-le", "surrogatepass")))
        out.append(s.upper() == s.lower())
        out.append("".join(sorted(s)) < s)
        out.append({s: i}[s])
    return sum(out), out[:9], ascii(s)


print(texts(150))


class Text(str):
    def __add__(self, other):
        return Text(str(other) + str(self))

    def __str__(self):
        return "text:" + self[:]

    def __getitem__(self, i):
        return str.__getitem__(self, i) * 2


class Whole(int):
    def __add__(self, other):
        return Whole(int(self) - int(other))

    def __index__(self):
        return 1

    def __bool__(self):
        return int(self) % 2 == 0


class Real(float):
    def __mul__(self, other):
        return "times"

    __lt__ = lambda self, other: "less"


def subclasses(n):
    out = []
    kinds = [[Text("ab"), "cd"], [Whole(5), 3], [Real(1.5), 2.5], [True, False]]
    for i in range(n):
        a, b = kinds[i % 16 // 4 if i > n // 2 else 1]
        try:
            c = a + b
            d = b + a
            out.append((type(c).__name__, type(d).__name__, str(c), bool(a)))
            if isinstance(a, str):
                out.append(f"{a}{a[0]}" + a[1])
            else:
                out.append((a * b, a < b, [1, 2, 3][:a] if isinstance(a, int) else 0, 1 if a else 2, -a))
        except TypeError as error:
            out.append(str(error))
    return sorted({str(x) for x in out})


for line_ in subclasses(100):
    print(line_)
