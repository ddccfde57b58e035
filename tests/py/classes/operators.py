# Operators by special methods: binary, reflected, in-place, unary, NotImplemented, subclass priority, all names.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


BINARY = "add sub mul matmul truediv floordiv mod pow lshift rshift and xor or divmod".split()


def recorder(name):
    return lambda self, *args: (name, self.name) + tuple(getattr(a, "name", a) for a in args)


class Left:
    def __init__(self, name):
        self.name = name


class Right(Left):
    pass


class Plain:
    name = "plain"


for op in BINARY:
    setattr(Left, f"__{op}__", recorder(op))
    setattr(Left, f"__r{op}__", recorder("r" + op))
for op in "neg pos invert abs".split():
    setattr(Left, f"__{op}__", recorder(op))
a, b = Left("a"), Left("b")
print(a + b, a - b, a * b, a @ b, a / b, a // b, a % b, a ** b, a << b, a >> b, a & b, a ^ b, a | b, divmod(a, b))
print(1 + a, 2 - a, "x" * a, [] @ a, 1 / a, 1 // a, 1.5 % a, 2 ** a, 1 << a, 1 >> a, {} & a, 1 ^ a, None | a, divmod(5, a))
print(-a, +a, ~a, abs(a), a + 1, pow(a, 2), pow(a, 2, 3), pow(2, a))
print(a + Right("r"), Right("r") + a)  # a subclass that does not override is not preferred


class Over(Left):
    pass


Over.__radd__ = lambda self, other: ("over radd", other.name)
Over.__add__ = lambda self, other: ("over add", other.name)
print(a + Over("o"), Over("o") + a, Over("o") + Over("p"))


class Declines:
    def __add__(self, other):
        return NotImplemented

    def __radd__(self, other):
        return NotImplemented

    def __eq__(self, other):
        return NotImplemented

    def __lt__(self, other):
        return NotImplemented

    def __iadd__(self, other):
        return NotImplemented

    def __pow__(self, other, mod=None):
        return NotImplemented


d = Declines()
show(lambda: d + 1)
show(lambda: 1 + d)
show(lambda: d + d)
show(lambda: d + Plain())
show(lambda: Plain() + d)
print(d == 1, d == d, d != 1, 1 == d)
show(lambda: d < 1)
show(lambda: 1 < d)
show(lambda: d > d)
show(lambda: d ** 2)
show(lambda: pow(d, 2, 3))
show(lambda: pow(2, 3, d))


def in_place_declined():
    x = Declines()
    x += 5


show(in_place_declined)
p = Plain()
for f in (lambda: p + p, lambda: p - 1, lambda: 1 * p, lambda: p @ p, lambda: p / 1, lambda: p // 1, lambda: p % 1, lambda: p ** 1, lambda: p << 1, lambda: p >> 1, lambda: p & 1, lambda: p ^ 1, lambda: p | 1, lambda: divmod(p, 1), lambda: -p, lambda: +p, lambda: ~p, lambda: abs(p), lambda: p < p, lambda: p[0], lambda: len(p), lambda: p(), lambda: 1 in p, lambda: iter(p), lambda: int(p), lambda: float(p), lambda: round(p), lambda: reversed(p), lambda: [1][p], lambda: print >> p):
    show(f)


class InPlace:
    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return f"IP({self.value!r})"


for op in BINARY[:-1]:
    setattr(InPlace, f"__i{op}__", (lambda op: lambda self, other: InPlace((op, self.value, other)))(op))
x = InPlace(0)
x += 1
x -= 2
print(x)
x = InPlace(0)
x *= 1
x @= 2
x /= 3
print(x)
x = InPlace(0)
x //= 1
x %= 2
x **= 3
x <<= 4
x >>= 5
x &= 6
x ^= 7
x |= 8
print(x)


class Grows:
    def __init__(self):
        self.items = []

    def __iadd__(self, other):
        self.items.append(other)
        return self


g = h = Grows()
g += 1
g += "two"
print(g is h, h.items)


class Vector:
    def __init__(self, *parts):
        self.parts = parts

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(*(a + b for a, b in zip(self.parts, other.parts)))

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __mul__(self, factor):
        return Vector(*(a * factor for a in self.parts)) if isinstance(factor, (int, float)) else NotImplemented

    __rmul__ = __mul__

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self.parts, other.parts))

    def __neg__(self):
        return self * -1

    def __eq__(self, other):
        return isinstance(other, Vector) and self.parts == other.parts

    def __repr__(self):
        return f"Vector{self.parts}"


v, w = Vector(1, 2), Vector(3, 4)
print(v + w, v * 2, 3 * v, v @ w, -v, sum([v, w, v]), v == Vector(1, 2), v != w, v + w == w + v)
show(lambda: v + 1)
show(lambda: 1 + v)
show(lambda: v * "a")
show(lambda: "a" * v)
v += w
print(v)
# special methods are looked up on the type, not on the instance
n = Plain()
n.__add__ = lambda other: "instance"
n.__len__ = lambda: 5
n.__call__ = lambda: "called"
show(lambda: n + 1)
show(lambda: len(n))
show(lambda: n())
Plain.__add__ = lambda self, other: "class"
print(n + 1, n.__add__(1))
del Plain.__add__
show(lambda: n + 1)
