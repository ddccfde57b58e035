# Rich comparison and hashing rules: reflection, NotImplemented, __ne__ from __eq__, __hash__ removed by __eq__, identity shortcuts.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


log = []


class Logged:
    def __init__(self, name, answer):
        self.name, self.answer = name, answer


for op in ("lt", "le", "eq", "ne", "gt", "ge"):
    def compare(self, other, op=op):
        log.append(f"{self.name}.{op}")
        return self.answer
    setattr(Logged, f"__{op}__", compare)


class Derived(Logged):
    pass


class Overrides(Logged):
    def __lt__(self, other):
        log.append(f"{self.name}.own lt")
        return "own"


a, b, d, o = Logged("a", "A"), Logged("b", NotImplemented), Derived("d", "D"), Overrides("o", "O")
for left, right in ((a, b), (b, a), (b, b), (a, 5), (5, a), (5, b), (a, d), (d, a), (a, o), (o, a)):
    for f in (lambda: left < right, lambda: left >= right, lambda: left == right, lambda: left != right):
        log.clear()
        try:
            result = f()
        except TypeError as error:
            result = str(error)
        print(getattr(left, "name", left), getattr(right, "name", right), result if isinstance(result, (str, bool)) else type(result).__name__, log)


class OnlyEq:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        return isinstance(other, OnlyEq) and self.v == other.v


x, y = OnlyEq(1), OnlyEq(1)
print(x == y, x != y, x == OnlyEq(2), x != OnlyEq(2), x == 1, x is y, x in [y], [x] == [y], OnlyEq.__hash__)
show(lambda: hash(x))
show(lambda: {x})
show(lambda: x < y)


class WithHash(OnlyEq):
    def __hash__(self):
        return hash(self.v)


class Inherits(OnlyEq):
    pass


class Restored(OnlyEq):
    __hash__ = object.__hash__


print({WithHash(1), WithHash(1), WithHash(2)}.__len__(), {WithHash(5): "v"}[WithHash(5)], Inherits.__hash__, hash(Restored(1)) is not None)
show(lambda: hash(Inherits(1)))


class HashKinds:
    def __init__(self, v):
        self.v = v

    def __hash__(self):
        return self.v


for v in (0, -1, -2, 2 ** 61 - 1, 2 ** 61, 2 ** 64, -(2 ** 70), True, "x", 1.5, None):
    show(lambda: hash(HashKinds(v)))


class NeverEqual:
    def __eq__(self, other):
        return False

    __hash__ = object.__hash__


n = NeverEqual()
print(n == n, n in [n], [n].index(n), [n] == [n], (n,) == (n,), {n: 1} == {n: 1}, n in {n}, [n].count(n), [n].remove(n), n != n)


class Truthy:
    def __eq__(self, other):
        return "truthy string"

    def __lt__(self, other):
        return []

    __hash__ = None


t = Truthy()
print(t == 1, t in [5], [t] == [5], t < 1, not t < 1, (t,) == (5,), 5 in [t], sorted([t, t])[0] is t)


class RaisingBool:
    def __bool__(self):
        raise ValueError("no truth")


class RaisingEq:
    def __eq__(self, other):
        return RaisingBool()


r = RaisingEq()
show(lambda: type(r == 1).__name__)
show(lambda: r in [1])
show(lambda: [r] == [1])
show(lambda: r != 1)
show(lambda: 1 if r == 2 else 0)
import functools


@functools.total_ordering
class Version:
    def __init__(self, *parts):
        self.parts = parts

    def __eq__(self, other):
        return self.parts == other.parts if isinstance(other, Version) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, Version) else NotImplemented

    def __repr__(self):
        return "v" + ".".join(map(str, self.parts))


vs = [Version(1, 2), Version(1, 10), Version(1), Version(2, 0)]
print(sorted(vs), max(vs), min(vs), vs[0] >= vs[2], vs[0] <= vs[0], vs[0] > vs[1], Version(1) == Version(1), Version(1) != Version(2))
show(lambda: Version(1) < 5)
show(lambda: Version(1) >= "x")
print(object() == object(), object() != object(), (lambda o: o == o)(object()), object().__eq__(1), object().__ne__(1), object().__lt__(1))
print(1 < 2 < 3 != 4 == 4, (1, 2) < (1, 3) <= (1, 3), [1] < [2] > [1], None == None, None is None, ... is ..., int is int, [] is [], NotImplemented is NotImplemented)
