# Operators written in Python: which operand is asked when, NotImplemented, errors, tracebacks, frames; in loops, so that they are compiled too.
import sys
import traceback


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        if isinstance(other, Vector):
            return Vector(self.x + other.x, self.y + other.y)
        return NotImplemented

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __sub__(self, other):
        other = other if isinstance(other, Vector) else Vector(other, other)
        return Vector(self.x - other.x, self.y - other.y)

    def __eq__(self, other):
        return self.x == other.x if isinstance(other, Vector) else NotImplemented

    def __lt__(self, other):
        return self.x < other.x if isinstance(other, Vector) else NotImplemented

    def __getitem__(self, i):
        if i > 1:
            raise IndexError(i)
        return self.y if i else self.x

    def __repr__(self):
        return f"<{self.x} {self.y}>"


class Other:
    def __radd__(self, left):
        return "radd"

    def __gt__(self, other):
        return "gt"

    def __eq__(self, other):
        return "eq"


class Deep(Vector):
    def __radd__(self, left):
        return "deep radd"

    def __gt__(self, other):
        return "deep gt"


class Counter:
    def __init__(self):
        self.n = 0

    def __iadd__(self, other):
        self.n += other
        return self if self.n % 2 else NotImplemented

    def __add__(self, other):
        made = Counter()
        made.n = self.n * 10
        return made


class Silent:
    def __add__(self, other):
        return NotImplemented

    def __lt__(self, other):
        return NotImplemented

    def __mul__(self, other):
        raise KeyError("mul")

    def __or__(self, *rest):
        return len(rest)

    def __and__(self, other, extra=3):
        return extra


def attempt(f):
    try:
        return f()
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} {place.name} {place.line}"


def sums(n):
    total = Vector(0, 0)
    for i in range(n):
        total = total + Vector(i, 1) * 2 - 1
        total = 0.5 * (total + total)
    return total


print(sums(10), sums(400))
for n in range(3):
    a, b, c, d, s = Vector(1, 2), Vector(3, 4), Other(), Deep(5, 6), Silent()
    for i in range(100):
        results = (a + b, a + c, a + d, d + a, a == b, a == c, a == 1, a != 1, a < b, a < d, a[0], a[1], a < c)
    print(results)
    for i in range(100):
        errors = (attempt(lambda: a + 1), attempt(lambda: a < 1), attempt(lambda: s + s), attempt(lambda: s + a), attempt(lambda: s < s),
                  attempt(lambda: s * 1), attempt(lambda: a[5]), attempt(lambda: s | 1), attempt(lambda: s & 1), attempt(lambda: [a, b][0] + [1]))
    print(*errors, sep="\n")

count = Counter()
for i in range(30):
    count += i
print(count.n)


class Meta(type):
    def __getitem__(cls, key):
        return (cls.__name__, key)

    def __or__(cls, other):
        return "meta or"


class Made(metaclass=Meta):
    pass


print([Made[i] for i in range(3)], Made | int)


class Watcher:
    def __add__(self, other):
        names = []
        frame = sys._getframe()
        while frame is not None:
            names.append(frame.f_code.co_name)
            frame = frame.f_back
        return names

    def __radd__(self, other):
        return self + other


class Shy:
    def __add__(self, other):
        return NotImplemented


def watch():
    for i in range(60):
        seen = Watcher() + 1
        reflected = Shy() + Watcher()
    return seen, reflected


print(watch())


class Endless:
    def __add__(self, other):
        return self + other

    def __lt__(self, other):
        return other > self

    def __gt__(self, other):
        return other < self


for i in range(3):
    print(attempt(lambda: Endless() + 1)[:46], attempt(lambda: Endless() < Endless())[:46])


def generator():
    for i in range(50):
        yield Vector(i, i) + Vector(1, 1)


print(list(generator())[-1], sorted([Vector(3, 0), Vector(1, 0), Vector(2, 0)]))


def changing(n):
    value = Vector(1, 1)
    for i in range(n):
        if i == n // 2:
            Vector.__add__ = lambda self, other: Vector(self.x * 2, 0)
        value = value + Vector(1, 1)
        if value.x > 10 ** 6:
            value = Vector(1, 1)
    return value


print(changing(100))


class Base:
    def __add__(self, other):
        return "left"


class Plain:
    pass


class Late(Plain):
    def __radd__(self, left):
        return "right first"


def becomes_subclass(n):
    left, right, seen = Base(), Late(), []
    for i in range(n):
        if i == n // 2:
            Late.__bases__ = (Base,)
        seen.append(left + right)
    return seen[0], seen[n // 2 - 1], seen[n // 2], seen[-1]


print(becomes_subclass(100))
