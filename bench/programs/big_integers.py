"""Integers beyond a machine word: digits of pi by a spigot, factorials, Fibonacci by doubling, modular powers, base changes."""

SIZE, QUICK = 1800, 20


def pi_digits(count):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    digits = []
    while len(digits) < count:
        if 4 * q + r - t < m * t:
            digits.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return digits


def fibonacci(n):
    """(F(n), F(n + 1)) by doubling."""
    if n == 0:
        return 0, 1
    a, b = fibonacci(n >> 1)
    c = a * (2 * b - a)
    d = a * a + b * b
    return (d, c + d) if n & 1 else (c, d)


def is_probably_prime(n):
    d, r = n - 1, 0
    while d % 2 == 0:
        d //= 2
        r += 1
    for base in (2, 3, 5, 7, 11, 13):
        if n % base == 0:
            return n == base
        x = pow(base, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(r - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def digit_sum(n):
    total = 0
    while n:
        n, digit = divmod(n, 10)
        total += digit
    return total


def run(n):
    digits = pi_digits(n)
    factorial = 1
    for i in range(1, n * 2):
        factorial *= i
    f = fibonacci(n * 30)[0]
    candidate = (1 << 89) - 1
    primes = [candidate + i for i in range(0, n, 2) if is_probably_prime(candidate + i)]
    return f"{''.join(map(str, digits[-10:]))} {digit_sum(factorial)} {f % 10**12} {f.bit_length()} {[p - candidate for p in primes]}"


if __name__ == "__main__":
    print(run(SIZE))
