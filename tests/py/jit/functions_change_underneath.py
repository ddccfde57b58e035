# Functions whose code, defaults, closures and names change while compiled loops call them.
import types


def f(a, b=1):
    return a + b


def g(a, b=2):
    return a * b


def h(a, b=3, *rest):
    return len(rest) + a


def codes(n):
    total, old = 0, f.__code__
    for i in range(n):
        total += f(i)
        if i == n // 4:
            f.__code__ = g.__code__
        if i == n // 2:
            f.__defaults__ = (5,)
        if i == 3 * n // 4:
            f.__code__ = h.__code__
    f.__code__, f.__defaults__ = old, (1,)
    return total


print(codes(80), codes(81))


def defaults(n):
    caught = total = 0
    for i in range(n):
        try:
            total += f(i)
        except TypeError as error:
            caught += 1
            assert str(error) == "f() missing 1 required positional argument: 'b'", error
        f.__defaults__ = None if i % 10 == 5 else (i,)
    f.__defaults__ = (1,)
    return total, caught


print(defaults(100))


def kw(*, a=1, b):
    return a * 10 + b


def keywords(n):
    total = 0
    for i in range(n):
        try:
            total += kw(b=i)
        except TypeError as error:
            total += 10000
        if i % 20 == 10:
            kw.__kwdefaults__ = {"a": i}
        if i % 20 == 15:
            kw.__kwdefaults__ = None
        if i % 20 == 18:
            kw.__kwdefaults__ = {"a": 1, "b": 2}
    kw.__kwdefaults__ = {"a": 1}
    return total


print(keywords(100))


def counter():
    n = 0

    def up():
        nonlocal n
        n += 1
        return n

    def other():
        nonlocal n
        n -= 1
        return n
    return up, other


def closures(n):
    up, other = counter()
    total = 0
    for i in range(n):
        total += up()
        if i == n // 2:
            up.__code__ = other.__code__
        if i == n - 10:
            up.__closure__[0].cell_contents = 1000
        if i == n - 5:
            del up.__closure__[0].cell_contents
            try:
                up()
            except NameError as error:
                total += len(str(error))
            up.__closure__[0].cell_contents = 2
    return total


print(closures(60), closures(70))


def evals(n):
    total = 0
    for i in range(n):
        total += eval("i * 2 + k", {"k": i % 3}, {"i": i})
        exec(f"def made(x): return x + {i % 4}", globals())
        total += made(i)
        space = {}
        exec("y = [z * z for z in range(5)]", space)
        total += space["y"][i % 5]
    return total


print(evals(80))


def renamed(n):
    names = []
    for i in range(n):
        names.append(f.__name__)
        f.__name__ = f"f{i % 3}"
        f.extra = i
    f.__name__ = "f"
    return sorted(set(names)), f.extra, f.__dict__


print(renamed(50))


class Callable:
    def __call__(self, x):
        return x + 1


def called(n):
    c, total = Callable(), 0
    for i in range(n):
        try:
            total += c(i)
        except TypeError as error:
            total += 5000
        if i == n // 3:
            Callable.__call__ = lambda self, x: x * 2
        if i == n // 2:
            del Callable.__call__
        if i == n // 2 + 5:
            Callable.__call__ = staticmethod(lambda x: -x)
        if i == n - 4:
            c = len
            i = "abc"
    Callable.__call__ = lambda self, x: x + 1
    return total


try:
    print(called(60))
except TypeError as error:
    print(error)


class Bound:
    def m(self, x):
        return x

    s = staticmethod(lambda x: x + 1)
    c = classmethod(lambda cls, x: (cls.__name__, x))


def bound(n):
    b, total = Bound(), 0
    m = b.m
    for i in range(n):
        total += m(i) + b.m(i) + b.s(i) + b.c(i)[1]
        if i == n // 3:
            b.m = lambda x: -x
        if i == n // 2:
            Bound.s = lambda self, x: 0
            Bound.c = b.m
        if i == n // 2:
            Bound.c = staticmethod(lambda x: (0, 3))
    Bound.s = staticmethod(lambda x: x + 1)
    Bound.c = classmethod(lambda cls, x: (cls.__name__, x))
    return total


print(bound(60), bound(60))


def mapped(n):
    method = types.MethodType(lambda self, x: self + x, 5)
    total = 0
    for i in range(n):
        total += method(i) + sum(map(method, (1, 2)))
        if i == n // 2:
            method = types.MethodType(f, 100)
    return total


print(mapped(60))
