"""Calls and little else: recursion of several shapes, keyword and star arguments, methods that call methods."""

SIZE, QUICK = 22, 10


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def takeuchi(x, y, z):
    if y >= x:
        return z
    return takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y))


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def hanoi(n, source, target, spare, moves):
    if n == 0:
        return moves
    moves = hanoi(n - 1, source, spare, target, moves)
    return hanoi(n - 1, spare, target, source, moves=moves + 1)


class Chain:
    """Each call goes through five methods, as layered programs do."""

    def __init__(self):
        self.calls = 0

    def enter(self, value, *rest, scale=1):
        return self.check(value, *rest, scale=scale)

    def check(self, value, *rest, scale):
        return self.convert(value, rest, {"scale": scale}) if value >= 0 else 0

    def convert(self, value, rest, options):
        return self.apply(value + len(rest), **options)

    def apply(self, value, scale=1, offset=0):
        return self.finish(value * scale + offset)

    def finish(self, value):
        self.calls += 1
        return value % 1009


def run(n):
    chain = Chain()
    total = 0
    for i in range(n * 200):
        total += chain.enter(i, i, i, scale=3)
    return (f"{fibonacci(n + 2)} {ackermann(2, n * 2)} {takeuchi(n - 5, n // 2 - 2, 0)} {is_even(n * 30)} "
            f"{hanoi(n - 6, 1, 2, 3, 0)} {total} {chain.calls}")


if __name__ == "__main__":
    print(run(SIZE))
