# abs, round, divmod, pow, hex, bin, oct, int, float over mixed and odd arguments; hash; number formatting through format.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class N:
    def __abs__(self): return "abs"
    def __round__(self, n=None): return f"round {n}"
    def __divmod__(self, other): return "divmod", other
    def __rdivmod__(self, other): return "rdivmod", other
    def __pow__(self, other, mod=None): return "pow", other, mod
    def __rpow__(self, other): return "rpow", other
    def __index__(self): return 10
    def __int__(self): return 11
    def __float__(self): return 1.25


n = N()
print(abs(n), round(n), round(n, 1), divmod(n, 1), divmod(1, n), pow(n, 2), pow(2, n), pow(n, 2, 3), n ** 2, 2 ** n, hex(n), oct(n), bin(n), int(n), float(n), chr(n), range(n), [1] * n == [1] * 10, "abcdefghijklm"[n], complex(n), "%d %x %f" % (n, n, n), bytes(n), round(2.34567, N.__index__(n) - 8))
for f in (lambda: abs("a"), lambda: abs(None), lambda: abs([]), lambda: round("a"), lambda: round(1.5, "a"), lambda: round(1.5, None), lambda: round(None), lambda: divmod("a", 1), lambda: divmod(1, None), lambda: divmod(1j, 1), lambda: divmod(1.0, 0), lambda: pow("a", 1), lambda: pow(1, None), lambda: pow(2, 3, None), lambda: pow(2.0, 3, 4), lambda: pow(1j, 2), lambda: hex("a"), lambda: hex(1.5), lambda: oct(None), lambda: bin([]), lambda: chr(1.5), lambda: ord(5), lambda: int(None), lambda: float([]), lambda: complex({}), lambda: round(n, "x"), lambda: n % 2, lambda: n // 2, lambda: -n, lambda: n + 1):
    show(f)
print([round(v, d) for v in (1234.5678, -1234.5678, 0.5, 1.5, 2.5) for d in (-3, -1, 0, 1, 3)])
print([round(v, d) for v in (1234, -1234, 5, 15, 25, 2 ** 70) for d in (-3, -1, 0, 1, None)])
print(round(0.1 + 0.2, 15), round(1e300, 2), round(5e-324, 300), round(True), round(True, 1), round(-0.5), round(-1.5), round(1e22), type(round(1e22)).__name__, type(round(1.0, 0)).__name__, type(round(1)).__name__)
print([divmod(a, b) for a in (7, -7, 7.5, -7.5) for b in (2, -2, 0.5)], [pow(a, b) for a in (2, -2, 0.5) for b in (0, 1, -1, 3)], divmod(True, 2), divmod(2 ** 100, 10 ** 10), divmod(-1, 2 ** 64))
print(int(3.7), int(-3.7), int("  -12 "), int("ff", 16), int(True), float(3), float("  1.5e3 "), float("-inf"), complex(1, -0.0), complex("1-2j"), bool(0.0), bool("False"), hash(2 ** 61 - 1), hash(-1), hash(1.5), hash(2.0) == hash(2), hash(1j), hash(True))
for value in (0, 255, -255, 2 ** 64):
    print(hex(value), oct(value), bin(value), int(hex(value), 16) == value, int(oct(value), 8) == value, int(bin(value), 2) == value, int(hex(value), 0) == value)
x, y = 17, 5
print(x + y, x - y, x * y, x / y, x // y, x % y, x ** y, -x, +x, ~x, x & y, x | y, x ^ y, x << y, x >> 1, x == y, x != y, x < y, x <= y, x > y, x >= y, x and y, x or y, not x, x if x > y else y)
a = 0.1
total = 0
for i in range(10):
    total += a
print(total, total == 1.0, sum([a] * 10) == 1.0, abs(total - 1) < 1e-9, 3 * 0.1 == 0.3, 0.1 + 0.2 == 0.3, 1e308 * 10, -1e308 * 10, 1e308 * 10 - 1e308 * 10)
from fractions import Fraction
from decimal import Decimal
print(Fraction(1, 3) + Fraction(1, 6), Fraction("0.75"), Fraction(3, 6), Fraction(1, 2) == 0.5, round(Fraction(7, 2)), Fraction(7, 3) // 1, Fraction(-7, 3) % 2, float(Fraction(1, 4)), hash(Fraction(1, 2)) == hash(0.5), Decimal("0.1") + Decimal("0.2"), Decimal(1) / Decimal(8), Decimal("1.10") == Decimal("1.1"))


def gcd(p, q):
    while q:
        p, q = q, p % q
    return p


def is_prime(k):
    return k > 1 and all(k % i for i in range(2, int(k ** 0.5) + 1))


def to_base(k, base):
    digits = ""
    while k:
        k, r = divmod(k, base)
        digits = "0123456789abcdef"[r] + digits
    return digits or "0"


print(gcd(2 ** 64 - 1, 3 ** 40), [k for k in range(60) if is_prime(k)], [to_base(1000, base) for base in (2, 3, 8, 10, 16)], sum(int(c) for c in str(2 ** 1000)), [int(k ** 0.5) for k in (0, 1, 15, 16, 10 ** 10)], max(range(1, 1000), key=lambda k: bin(k).count("1")))
