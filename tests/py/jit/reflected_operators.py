# The right operand's method: of numbers on the left, of derived classes on the right, and what comes after NotImplemented.
class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __rsub__(self, k):
        return Vec(k - self.x, k - self.y)

    def __radd__(self, k):
        if k == 3:
            return NotImplemented
        return Vec(self.x + k, self.y + k)

    def __rtruediv__(self, k):
        k = [k]
        return k[0] / self.x

    def __rpow__(self, k):
        return k ** self.x

    def __rand__(self, k):
        raise KeyError(k)

    def __gt__(self, k):
        return NotImplemented if k == 7 else ("gt", self.x, k)

    def __le__(self, k):
        return "le" if k is None else self.x <= k

    def __eq__(self, other):
        if other == "no":
            return NotImplemented
        return isinstance(other, Vec) and (self.x, self.y) == (other.x, other.y)


def numbers(n):
    total = 0
    v = Vec(2, 3)
    for i in range(10, n):
        w = 2 * v
        w = i - w
        w = 1.5 * w
        w = True * w
        w = (1 << 70) * w
        x = i
        x *= w
        total += x.x + 6 / v + 2 ** v + (i < v)[1] + (5 == v) + (None != v) + (None >= v == "le")
    return total


def declined(n):
    seen = {}
    v = Vec(2, 3)
    for i in range(n):
        for f in (lambda: 3 + v, lambda: 4 + v, lambda: 7 < v, lambda: 1 & v, lambda: 1 | v, lambda: 1 > v, lambda: 2.5 // v, lambda: None + v, lambda: "a" + v):
            try:
                r = f()
                r = (r.x, r.y) if isinstance(r, Vec) else r
            except (TypeError, KeyError) as e:
                r = f"{type(e).__name__}: {e}"
            seen[r] = seen.get(r, 0) + 1
    x = 3
    for i in range(n):
        try:
            x += v
        except TypeError as e:
            seen[str(e)] = seen.get(str(e), 0) + 1
    return seen


class Base:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        order.append((type(self).__name__, type(other).__name__))
        return self.n == other.n

    def __lt__(self, other):
        order.append("lt")
        return NotImplemented

    def __gt__(self, other):
        order.append("gt")
        return NotImplemented if self.n == 1 else self.n > other.n

    def __add__(self, other):
        return ("add", self.n, other.n)

    def __radd__(self, other):
        return ("radd", self.n, other)


class Derived(Base):
    pass


class Own(Base):
    def __radd__(self, other):
        return ("own", self.n)


order = []


def derived(n):
    out = set()
    base, others = Base(1), [Derived(1), Own(2), Base(3)]
    for i in range(n):
        order.clear()
        for o in others:
            out.add((base == o, o == base, base + o, o + base, 1 + o))
            try:
                out.add(base < o)
            except TypeError as e:
                out.add(str(e))
            try:
                out.add(("gt", base > o))
            except TypeError as e:
                out.add(str(e))
        out.add(tuple(order))
    return sorted(map(repr, out))


def changes(n):
    """The method goes away, and comes back another."""
    class Late:
        def __radd__(self, k):
            return k + 1

    late, out = Late(), []
    for i in range(n):
        if i == n // 3:
            del Late.__radd__
        if i == 2 * n // 3:
            Late.__radd__ = lambda self, k: k + 2
        try:
            out.append((1 + late))
        except TypeError as e:
            out.append(str(e))
    return sorted({str(o): out.count(o) for o in out}.items())


def deep(n):
    class Deep:
        def __radd__(self, k):
            return (k + 1) + self

        def __gt__(self, k):
            return k < self

    for f in (lambda: 1 + Deep(), lambda: 1 < Deep()):
        try:
            f()
        except RecursionError as e:
            print("RecursionError")


print(numbers(300))
for line in declined(60).items():
    print(line)
for line in derived(80):
    print(line)
print(changes(300))
deep(1)
