# Recursion with finally, except and with around the recursive call: normal returns, what the innermost raises, what passes several frames, and
# depths that differ from call to call.
import sys


class Stop(Exception):
    pass


class Counted:
    entered = left = 0

    def __enter__(self):
        Counted.entered += 1
        return self

    def __exit__(self, kind, error, trace):
        Counted.left += 1
        return kind is KeyError


def deep(levels, value):
    if levels == 0:
        if value % 3 == 0:
            raise LookupError(value)
        return value
    try:
        return deep(levels - 1, value)
    finally:
        deep.visits += 1


deep.visits = 0


def down(n, k):
    try:
        if n == 0:
            if k % 3 == 0:
                raise Stop(k)
            return k
        return down(n - 1, k) + 1
    except Stop as e:
        if n < 3:
            raise
        return n + e.args[0]
    finally:
        k += 1


def fib(n):
    try:
        return n if n < 2 else fib(n - 1) + fib(n - 2)
    finally:
        n = 0


def returns(n, k):
    try:
        if n == 0:
            return [10, 20][k % 3]
        return returns(n - 1, k) + 1
    finally:
        if k % 5 == 4:
            return n


def under_with(n, k):
    with Counted():
        if n == 0:
            return {1: 2}[k % 4]
        return under_with(n - 1, k)
    return -n


def where(error):
    t, out = error.__traceback__, []
    while t is not None:
        out.append(t.tb_lineno - t.tb_frame.f_code.co_firstlineno)
        t = t.tb_next
    return tuple(out), sorted(sys.exc_info()[0].__name__)[0], repr(error.__context__)


def run(function, n, most):
    total, seen = 0, {}
    for i in range(n):
        try:
            total += function(i % most, i)
        except Exception as error:
            key = (str(error)[:8] if function is not deep else "", where(error))
            seen[key] = seen.get(key, 0) + 1
    return total, sorted(seen.items())


for function in deep, down, returns, under_with:
    for most in 3, 6, 12:
        print(function.__name__, most, run(function, 500, most))
print(deep.visits, Counted.entered, Counted.left, [fib(k) for k in range(14)])
print([run(lambda n, k: deep(5, k), 600, 2)[0] for _ in range(2)])
