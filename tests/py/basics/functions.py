# def, return, recursion, defaults, keywords, closures, lambda.
def square(x):
    return x * x


def power(base, exponent=2):
    result = 1
    for _ in range(exponent):
        result *= base
    return result


def factorial(n):
    if n < 2:
        return 1
    return n * factorial(n - 1)


def adder(n):
    def add(x):
        return x + n
    return add


def nothing():
    pass


print(square(5), power(3), power(2, 10), power(base=2, exponent=3), factorial(20), factorial(30))
print(adder(3)(4), nothing(), (lambda x, y: x - y)(5, 3))
print([square(x) for x in range(5)], list(map(square, [1, 2])))
