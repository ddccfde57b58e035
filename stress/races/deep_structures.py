# Invariant: an operation on a deeply nested structure gives its result or RecursionError, on a small native stack too.
# Forbidden: a crash of the native stack, another error, a thread that cannot go on.
# CPython's own C stack overflows in some of these (map over map over ...).
import ast
import functools
import itertools
import sys
import threading
import types
from _stress import race, scaled

DEPTH = 6000
CLASSES = scaled(1500, least=200)  # each class costs as much as it has bases


def nest(wrap, value, depth=DEPTH):
    for _ in range(depth):
        value = wrap(value)
    return value


def subgenerator(x):
    yield from x


class Again:
    """Every operation is defined by itself."""

    def __str__(self):
        return str(self)

    def __format__(self, spec):
        return format(self, spec)

    def __bool__(self):
        return bool(self)

    def __len__(self):
        return len(self)

    def __iter__(self):
        return iter(self)

    def __contains__(self, item):
        return item in self

    def __getitem__(self, item):
        return self[item]

    def __add__(self, other):
        return self + other

    def __getattr__(self, name):
        return getattr(self, name)

    def __hash__(self):
        return hash(self)

    def __call__(self):
        return self()

    def __index__(self):
        return range(5)[self]

    def __enter__(self):
        with self:
            pass

    def __exit__(self, *error):
        pass

    @property
    def value(self):
        return self.value


again = Again()


class Compiles:
    """However deep it is asked for its text, the compiler finds its stack or says that there is none."""

    def __repr__(self):
        compile("(" * 190 + "1" + ")" * 190, "deep", "eval")
        return repr([Compiles()])


def one():
    return iter([1])


def add_context(error):
    outer = ValueError()
    outer.__context__ = error
    return outer


operations = [
    lambda: next(nest(lambda i: map(int, i), one())),
    lambda: next(nest(lambda i: filter(None, i), one())),
    lambda: next(nest(zip, one())),
    lambda: next(nest(enumerate, one())),
    lambda: next(nest(itertools.chain, one())),
    lambda: next(nest(lambda i: itertools.chain.from_iterable([i]), one())),
    lambda: next(nest(lambda i: itertools.islice(i, 5), one())),
    lambda: next(nest(itertools.accumulate, one())),
    lambda: next(nest(itertools.cycle, one())),
    lambda: next(nest(lambda i: itertools.tee(i)[0], one())),
    lambda: next(nest(subgenerator, one())),
    lambda: next(nest(lambda i: (x for x in i), one())),
    lambda: nest(subgenerator, one()).close(),
    lambda: nest(functools.partial, int)(),
    lambda: nest(lambda p: functools.partial(lambda q: q(), p), int)(),
    lambda: nest(staticmethod, int)(),
    lambda: nest(lambda m: types.MethodType(m, 1), lambda *a: len(a), 3000)(),
    lambda: hash(nest(lambda x: (x,), 1)),
    lambda: nest(lambda x: (x,), 1) == nest(lambda x: (x,), 1),
    lambda: nest(lambda x: [x], 1) < nest(lambda x: [x], 1),
    lambda: nest(lambda x: {1: x}, 1) == nest(lambda x: {1: x}, 1),
    lambda: nest(slice, 1) == nest(slice, 1),
    lambda: repr(nest(lambda x: {1: x}, 1)),
    lambda: repr(nest(lambda x: (x,), 1)),
    lambda: repr(nest(lambda x: list[x], int)),
    lambda: hash(nest(lambda x: list[x], int)),
    lambda: isinstance(1, nest(lambda x: (x,), str)),
    lambda: issubclass(int, nest(lambda x: (x,), str)),
    lambda: nest(lambda e: ExceptionGroup("x", [e]), ValueError()).split(TypeError),
    lambda: repr(nest(lambda e: ExceptionGroup("x", [e]), ValueError())),
    lambda: len(nest(lambda c: type("C", (c,), {}), object, CLASSES).__mro__),
    lambda: str(again),
    lambda: f"{again}",
    lambda: bool(again),
    lambda: len(again),
    lambda: iter(again),
    lambda: 1 in again,
    lambda: again[1],
    lambda: again + again,
    lambda: again.other,
    lambda: again.value,
    lambda: hash(again),
    lambda: again(),
    lambda: again.__index__(),
    lambda: again.__enter__(),
    lambda: compile("(" * 190 + "1" + ")" * 190, "deep", "eval"),
    lambda: compile("lambda: " * 2000 + "1", "deep", "eval"),
    lambda: ast.parse("-" * 2000 + "1"),
    lambda: repr(Compiles()),
    lambda: sorted([2, 1], key=operations[-2]),
    lambda: functools.reduce(operations[-1], [1, 2]),
]


def raised_with_a_long_chain():
    try:
        raise nest(add_context, ValueError())
    except ValueError as error:
        return error.args


def attempt(operation):
    try:
        operation()
    except (RecursionError, MemoryError):  # MemoryError: of the compiler, as in CPython
        pass
    except TypeError as error:  # Again has no other side
        assert "argument" in str(error), error


def worker(rng, index):
    attempt(rng.choice(operations))
    raised_with_a_long_chain()
    assert sum(range(100)) == 4950


for operation in operations:
    attempt(operation)
limit = sys.getrecursionlimit()
for size in (32768, 1 << 18):
    threading.stack_size(size)
    race(worker)
threading.stack_size(32768)
sys.setrecursionlimit(10 ** 6)  # now the native stack alone decides
race(worker)
sys.setrecursionlimit(limit)
