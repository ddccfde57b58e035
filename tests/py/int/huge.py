# Integers of hundreds of thousands of bits: powers, products, quotients, roots, text. Long work looks for interrupts on its way.
import math
import sys

sys.set_int_max_str_digits(0)


def digest(n):
    return n.bit_length(), hash(n), n % 1000003, n & 0xFFFFFFFF


a = 3 ** 200000
b = 7 ** 60000 + 12345
c = -(11 ** 41234)
print(digest(a), digest(b), digest(c))
print(digest(a * b), digest(a * c), digest(b * b), digest(c ** 3))
print(digest(a // b), digest(a % b), digest(a // c), digest(a % c), [digest(n) for n in divmod(c, b)])
print(digest(a << 100003), digest(a >> 100003), digest(a ^ c), digest(a | b), digest(a & c), digest(a - b * 2))
print(digest(pow(3 ** 3000, 7 ** 40, 5 ** 3001)), digest(pow(3, -1, 7 ** 2000)))
print(digest(math.gcd(a * 6, 3 ** 1000 * b)), digest(math.isqrt(b)), digest(math.factorial(20000)), digest(math.comb(20000, 9000)))
text = str(b)
print(len(text), text[:20], text[-20:], int(text) == b, int(text[:40000]) == b // 10 ** (len(text) - 40000))
print(len(hex(a)), hex(a)[-20:], int(hex(c), 16) == c, len(f"{b:,}"), len(oct(c)), format(a, "b").count("1"))
print(a == 3 ** 200000, a < a + 1, a > b, c < b, hash(a) == hash(a + 0))
