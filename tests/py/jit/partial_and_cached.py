# Partial objects and cached functions called in loops: followed, looked up, changed while they are called.
import functools
import sys
from functools import lru_cache, partial


def add(a, b):
    return a + b


def three(a, b, c=5):
    return a, b, c


def default(a, b=1, *rest):
    return a + b + sum(rest)


def loop(f, n=400):
    out = []
    for i in range(n):
        out.append(f(i))
    return sum(out) if isinstance(out[0], int) else out[-1]


print(loop(partial(add, 3)), loop(partial(add, b=4)), loop(partial(three, 1)), loop(partial(three, 1, 2)), loop(partial(partial(three, 7), 8)))
print(loop(partial(default, 2)), loop(partial(default, 2, 3)), loop(partial(max, 50)), loop(partial(pow, 2, mod=1007)), loop(partial(lambda *a: len(a), 1, 2)))


class Callable:
    def __call__(self, a, b):
        return a * b

    def method(self, a, b):
        return a - b


print(loop(partial(Callable(), 3)), loop(partial(Callable().method, 3)), loop(partial(Callable.method, None, 3)))


class Kind(partial):
    pass


class Other(partial):
    def __call__(self, x):
        return "other", x


print(loop(Kind(add, 10)), loop(Other(add, 10)))


def changed():
    p = partial(add, 1)
    out = []
    for i in range(900):
        if i == 300:
            p.keywords["b"] = 2
        if i == 450:
            p.keywords.clear()
        if i == 600:
            p.__setstate__((three, (1, 2), {}, None))
        if i == 700:
            p.__setstate__((add, (100,), {}, None))
        try:
            out.append(p(i))
        except TypeError as e:
            out.append(str(e))
    return [out[i] for i in (299, 300, 449, 450, 599, 600, 699, 700, 899)]


print(changed())


def alternating(fs, n=600):
    out = 0
    for i in range(n):
        out += fs[i % len(fs)](i)
    return out


print(alternating([partial(add, 1), partial(add, 2), abs, lambda x: x, partial(default, 4, 5)]))


def wrong(f):
    message = None
    for i in range(300):
        try:
            f(i)
        except TypeError as e:
            message = str(e)
    return message


print(wrong(partial(add, 1, 2)), "|", wrong(partial(add)), "|", wrong(partial(add, a=1)))


def failing(a, b):
    if b == 350:
        raise ValueError(sys._getframe(1).f_code.co_name, sorted(sys._getframe(1).f_locals))
    return a


def watched():
    p = partial(failing, 1)
    total = 0
    try:
        for i in range(500):
            total += p(i)
    except ValueError as e:
        tb = e.__traceback__
        return total, e.args, [tb.tb_lineno - watched.__code__.co_firstlineno, tb.tb_next.tb_frame.f_locals["b"]]


print(watched())


def generate(p, n):
    for i in range(n):
        yield p(i) + p(i + 1)


print(sum(generate(partial(add, 3), 500)))


@lru_cache(maxsize=None)
def squared(n):
    return n * n


@lru_cache(maxsize=8)
def bounded(n, m):
    return n + m


@lru_cache(maxsize=0)
def never(n):
    return n


@lru_cache(maxsize=None, typed=True)
def typed(n):
    return type(n).__name__


def rounds(n):
    total = 0
    for i in range(n):
        total += squared(i % 50) + bounded(i % 6, i % 3) + never(i) + bounded(i % 30, 0)
    return total


print(rounds(2000), squared.cache_info(), bounded.cache_info(), never.cache_info())
squared.cache_clear()
print(rounds(500), squared.cache_info(), bounded.cache_info())


def types():
    out = set()
    for i in range(400):
        out.add(typed(i % 3))
        out.add(typed((i % 3) / 1))
        out.add(typed(i % 2 == 0))
    return sorted(out), typed.cache_info()


print(types())


@lru_cache(None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print([fib(n) for n in range(120)][-1], fib.cache_info())


class Key:
    hashes = 0

    def __init__(self, k):
        self.k = k

    def __hash__(self):
        Key.hashes += 1
        return hash(self.k)

    def __eq__(self, other):
        return self.k == other.k


@lru_cache(None)
def by_key(key):
    return key.k


def keys(n):
    total = 0
    for i in range(n):
        total += by_key(Key(i % 7))
    return total


print(keys(600), Key.hashes, by_key.cache_info())


@lru_cache(None)
def raises(n):
    if n == 3:
        raise KeyError(n)
    return n


def raised(n):
    bad = total = 0
    for i in range(n):
        try:
            total += raises(i % 5)
        except KeyError:
            bad += 1
    return bad, total


print(raised(800), raises.cache_info())
try:
    for i in range(400):
        squared(i % 50 if i < 350 else [])
except TypeError as e:
    print(e, squared.cache_info().hits)


@lru_cache(None)
def inside(n):
    return inside.cache_info().misses


def count_inside():
    out = []
    for i in range(300):
        out.append(inside(i // 10))
    return out[::60], inside.cache_info()


print(count_inside())


class Owner:
    @lru_cache(None)
    def method(self, n):
        return n * 2

    @functools.cached_property
    def cached(self):
        return [1]


def methods():
    o = Owner()
    total = 0
    for i in range(600):
        total += o.method(i % 9) + len(o.cached)
    return total, Owner.method.cache_info().misses


print(methods())
