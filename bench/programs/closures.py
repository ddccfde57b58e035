"""Functions that make functions: cells read and written, currying, composition, decorators, callbacks, default arguments."""
from functools import partial, reduce

SIZE, QUICK = 230000, 300


def counter(start):
    count = start

    def increment(step=1):
        nonlocal count
        count += step
        return count

    def reset():
        nonlocal count
        count = start

    return increment, reset


def compose(*functions):
    def composed(value):
        for function in functions:
            value = function(value)
        return value
    return composed


def memoised(function):
    cache = {}

    def wrapper(*arguments):
        try:
            return cache[arguments]
        except KeyError:
            result = cache[arguments] = function(*arguments)
            return result
    wrapper.cache = cache
    return wrapper


@memoised
def paths(rows, columns):
    return 1 if rows == 0 or columns == 0 else paths(rows - 1, columns) + paths(rows, columns - 1)


def polynomial(coefficients):
    return lambda x: reduce(lambda total, coefficient: total * x + coefficient, coefficients, 0)


def run(n):
    paths.cache.clear()
    increment, reset = counter(10)
    steps = [lambda value, offset=offset: (value + offset) % 10007 for offset in range(5)]
    pipeline = compose(*steps, lambda value: value * 3 % 10007, partial(pow, 2, mod=10007))
    quadratic = polynomial([3, -2, 7])
    total = 0
    for i in range(n):
        total += increment() + increment(2) - increment(step=3)
        if i % 100 == 0:
            reset()
        if i % 4 == 0:
            total += pipeline(i)
            total += quadratic(i % 50)
        total += (lambda x: x - i)(i + 1)
    return f"{total} {paths(18, 18)} {len(paths.cache)}"


if __name__ == "__main__":
    print(run(SIZE))
