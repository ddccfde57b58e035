# functools: partial, reduce, lru_cache, cache, wraps, cmp_to_key, total_ordering, singledispatch, cached_property, partialmethod.
import functools
from functools import partial, reduce, lru_cache, cache, wraps, cmp_to_key, total_ordering, singledispatch, cached_property, partialmethod, singledispatchmethod


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


def f(a, b=2, *args, k=3, **kw):
    return a, b, args, k, kw


p = partial(f, 1, k=10)
print(p(), p(5), p(5, 6, k=7, z=8), p.func is f, p.args, p.keywords, partial(p, 20, y=1)(), partial(p, 20).args, partial(int, base=2)("101"), list(map(partial(pow, 2), range(4))), partial(print).func is print)
p.attribute = 1
print(p.attribute, partial(f, 1)(b=9), repr(partial(int, "5", base=7)), partial(len)([1, 2]))
for g in (lambda: partial(), lambda: partial(5), lambda: p(1, 2, a=3), lambda: partial(f)()):
    show(g)
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 5), reduce(max, [3, 1, 4]), reduce(lambda a, b: f"({a}{b})", "abcd"), reduce(lambda a, b: a, [7]), reduce(lambda a, b: a - b, [10], 1))
for g in (lambda: reduce(lambda a, b: a, []), lambda: reduce(5, [1, 2]), lambda: reduce(lambda a: a, [1, 2]), lambda: reduce(max, 5), lambda: reduce(max)):
    show(g)
calls = []


@lru_cache(maxsize=2)
def square(x, *, sign=1):
    "doc of square"
    calls.append(x)
    return sign * x * x


print(square(2), square(2), square(3), square(4), square(2), calls, square.cache_info(), square.__name__, square.__doc__, square.__wrapped__(9), square(2, sign=-1), square(3.0), square(3))
square.cache_clear()
print(square.cache_info(), square.cache_parameters())
show(lambda: square([1]))
show(lambda: square())


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90), fib.cache_info(), fib.cache_info().hits)


@lru_cache
def no_parentheses(x):
    return x


@lru_cache(maxsize=0)
def uncached(x):
    calls.append("u")
    return x


@lru_cache(typed=True)
def typed(x):
    return type(x).__name__


print(no_parentheses(1), no_parentheses.cache_info(), uncached(1), uncached(1), uncached.cache_info(), typed(1), typed(1.0), typed(True), typed.cache_info().currsize)


def decorator(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        "wrapper doc"
        return "wrapped", function(*args, **kwargs)
    return wrapper


@decorator
def wrapped(x: int) -> str:
    "original doc"
    return x


wrapped.__wrapped__.tag = 1
print(wrapped(5), wrapped.__name__, wrapped.__doc__, wrapped.__wrapped__(6), wrapped.__annotations__, wrapped.__qualname__)
print(sorted(["bb", "a", "ccc"], key=cmp_to_key(lambda a, b: len(b) - len(a))), cmp_to_key(lambda a, b: a - b)(3) < cmp_to_key(lambda a, b: a - b)(4), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: (a > b) - (a < b))))


@total_ordering
class Size:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __gt__(self, other):
        return self.n > other.n


print(Size(1) < Size(2), Size(1) <= Size(1), Size(3) >= Size(2), Size(1) > Size(2), max([Size(1), Size(5)]).n)


def bad_ordering():
    @total_ordering
    class X:
        pass


show(bad_ordering)


@singledispatch
def describe(x, extra=None):
    return f"object {x}"


@describe.register
def _(x: int, extra=None):
    return f"int {x} {extra}"


@describe.register(list)
@describe.register(tuple)
def _(x, extra=None):
    return f"sequence of {len(x)}"


@describe.register(str)
def describe_text(x):
    return f"text {x!r}"


class Base: pass
class Derived(Base): pass


describe.register(Base, lambda x: "base")
print(describe(5), describe(True, extra=1), describe([1, 2]), describe((1,)), describe("s"), describe(1.5), describe(Derived()), describe(None), describe.dispatch(bool) is describe.dispatch(int), describe_text("direct"), sorted(c.__name__ for c in describe.registry))
describe.register(Derived, lambda x: "derived, registered late")
print(describe(Derived()))
show(lambda: describe())


class Lazy:
    count = 0

    @cached_property
    def value(self):
        "doc"
        Lazy.count += 1
        return self.count * 10

    def add(self, a, b):
        return a + b, self is not None

    add_five = partialmethod(add, 5)

    @singledispatchmethod
    def kind(self, x):
        return "other"

    @kind.register
    def _(self, x: int):
        return "int"


z = Lazy()
print(z.value, z.value, Lazy.count, z.__dict__, z.add_five(6), z.kind(5), z.kind("a"))
z.value = "replaced"
print(z.value)
del z.value
print(z.value, Lazy.count)


class Method:
    def __init__(self, base):
        self.base = base

    @lru_cache(maxsize=None)
    def power(self, n):
        return self.base ** n


m = Method(3)
print(m.power(2), m.power(2), Method.power.cache_info().hits, functools.WRAPPER_ASSIGNMENTS[:2])


def compose(*fs):
    return reduce(lambda f, g: lambda x: f(g(x)), fs)


print(compose(str, abs, int)("-5"), compose(len, sorted, set)("hello"), reduce(lambda acc, w: {**acc, w: acc.get(w, 0) + 1}, "a b a".split(), {}))
