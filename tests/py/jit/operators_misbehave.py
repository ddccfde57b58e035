# Special methods that raise, return the wrong thing, vanish, or answer NotImplemented, in loops that were compiled while they behaved.
class Num:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        if self.n % 7 == 3:
            return NotImplemented
        if self.n % 11 == 4:
            raise ValueError(self.n)
        return Num(self.n + (other.n if isinstance(other, Num) else other))

    def __radd__(self, other):
        return Num(other + self.n * 100)

    def __iadd__(self, other):
        if self.n % 5 == 0:
            return NotImplemented
        self.n += 1
        return self

    def __bool__(self):
        if self.n % 13 == 5:
            raise KeyError(self.n)
        return self.n % 2 == 0

    def __len__(self):
        return self.n % 9 - 1

    def __contains__(self, x):
        return x == self.n

    def __getitem__(self, i):
        if i >= self.n % 4:
            raise IndexError(i)
        return i * self.n

    def __index__(self):
        return self.n if self.n % 3 else "no index"

    def __neg__(self):
        return -self.n

    def __eq__(self, other):
        return NotImplemented if self.n % 4 == 1 else self.n == other

    def __hash__(self):
        return self.n if self.n % 6 else "no hash"

    def __str__(self):
        return f"<{self.n}>" if self.n % 5 else 5

    def __format__(self, spec):
        return spec * (self.n % 3)

    def __int__(self):
        return self.n if self.n % 4 else 1.5

    def __lt__(self, other):
        return [self.n] if self.n % 3 == 0 else []

    def __call__(self, *args):
        return len(args) + self.n


def tried(f, *args):
    try:
        r = f(*args)
        return r.n if isinstance(r, Num) else r
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Other:
    def __radd__(self, x):
        return "radd"


def add(a, b):
    return a + b


def iadd(a, b):
    a += b
    return a


OPERATIONS = {
    "add": lambda i: add(Num(i), i),
    "add_other": lambda i: add(Num(i), Other()),
    "radd": lambda i: add(i, Num(i)),
    "iadd": lambda i: iadd(Num(i), 3),
    "bool": lambda i: 1 if Num(i) else 2,
    "not": lambda i: not Num(i),
    "and": lambda i: Num(i) and 5,
    "while": lambda i: [k for k in range(3) if Num(i + k)],
    "len": lambda i: len(Num(i)),
    "in": lambda i: i in Num(i),
    "loop": lambda i: [x for x in Num(i)],
    "list": lambda i: list(Num(i))[:2],
    "index": lambda i: "abcdefghijklmnop" [Num(i % 14)],
    "range": lambda i: len(range(Num(i))),
    "neg": lambda i: -Num(i),
    "eq": lambda i: Num(i) == i,
    "ne": lambda i: Num(i) != i,
    "hash": lambda i: len({Num(i): 1}),
    "str": lambda i: str(Num(i)),
    "fstring": lambda i: f"{Num(i)!s}|{Num(i):ab}|{i}",
    "int": lambda i: int(Num(i)),
    "lt": lambda i: Num(i) < Num(i),
    "min": lambda i: min(Num(i), Num(i + 1)),
    "sorted": lambda i: [x.n for x in sorted([Num(i), Num(i + 1), Num(i + 2)])],
    "sum": lambda i: sum([Num(i), Num(i + 1)]),
    "call": lambda i: Num(i)(1, 2),
    "star": lambda i: [*Num(i), i],
    "mul": lambda i: [0] * Num(i % 5),
    "slice": lambda i: [1, 2, 3][Num(i):],
    "chain": lambda i: 0 < Num(i) < 5,
    "isin": lambda i: Num(i) in [1, 2, i],
    "get": lambda i: {1: 2}.get(Num(i)),
    "join": lambda i: ",".join([str(i), Num(i)]),
    "percent": lambda i: "%d %s" % (Num(i), Num(i)),
    "divmod": lambda i: divmod(Num(i), 2),
    "attr": lambda i: Num(i).missing,
    "set": lambda i: setattr(Num(i), "__class__", int),
    "del": lambda i: Num(i).__delattr__("x"),
    "minus": lambda i: Num(i) - 1,
    "matmul": lambda i: Num(i) @ 1,
    "round": lambda i: round(Num(i)),
    "next": lambda i: next(Num(i)),
    "with": lambda i: exec("with x: pass", {"x": Num(i)}),
    "item": lambda i: Num(i).__setitem__(1, 2),
    "setitem": lambda i: exec("x[1] = 2", {"x": Num(i)}),
}

for name, operation in OPERATIONS.items():
    out = {}
    for i in range(70):
        key = str(tried(operation, i))[:70]
        out[key] = out.get(key, 0) + 1
    print(name, len(out), sorted(out.items())[:4], sorted(out.items())[-2:])


def vanishing(n):
    class V:
        def __add__(self, other):
            return other + 1

        def __len__(self):
            return 2

    v, out, total = V(), {}, 0
    for i in range(n):
        try:
            total = v + total
            total += len(v)
        except TypeError as error:
            out[str(error)] = out.get(str(error), 0) + 1
            V.__add__ = lambda self, other: other + 2
            V.__len__ = lambda self: 3
        if i % 20 == 9:
            del V.__add__
        if i % 20 == 15:
            del V.__len__
    return total, out


print(vanishing(100))
