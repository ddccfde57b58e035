# ** and pow, with two and three arguments.
print([2 ** k for k in range(0, 70, 3)])
print([(-3) ** k for k in range(12)])
print([b ** e for b in (-1, 0, 1) for e in (0, 1, 2, 3, 100, 101)])
print(7 ** 60, (-7) ** 61, 10 ** 40, 2 ** 200)
print(2 ** -1, 2 ** -3, (-2) ** -3, 10 ** -5, 1 ** -1, (-1) ** -1, (-1) ** -2)
print(pow(2, 10), pow(2, 10, 1000), pow(3, 200, 13), pow(-3, 5, 7), pow(3, 5, -7), pow(-3, 5, -7), pow(0, 0, 5), pow(5, 0, 1), pow(0, 0, 1))
print(pow(2, 10 ** 20, 10 ** 9 + 7), pow(10 ** 20, 3, 10 ** 15 + 37), pow(123456789012345678901234567890, 65537, 2 ** 127 - 1))
print(pow(3, -1, 7), pow(3, -2, 7), pow(7, -1, 2 ** 61 - 1), pow(-3, -1, 7), pow(38, -1, mod=97), pow(base=2, exp=5, mod=3), pow(base=3, exp=4))
print(pow(True, 5), pow(5, True), True ** 2, 2 ** False, type(True ** 2).__name__)
prime = 2 ** 61 - 1
for a in (2, 3, 12345, prime - 1, 2 ** 60):
    assert pow(a, prime - 1, prime) == 1
    assert a * pow(a, -1, prime) % prime == 1
    assert pow(a, 77, prime) == a ** 77 % prime


def show(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ":", error)


show(lambda: pow(2, 3, 0))
show(lambda: pow(2, -1, 4))
show(lambda: pow(2, -1, 0))
show(lambda: 0 ** -1)
show(lambda: 0 ** -5)
show(lambda: pow(2.0, 3, 5))
show(lambda: pow(2, 3.0, 5))
show(lambda: pow(2, 3, 5.0))
show(lambda: pow("2", 3))
show(lambda: pow(2, "3"))
show(lambda: 2 ** [])
show(lambda: pow(2, 3, "a"))
show(lambda: pow(2))
show(lambda: pow())
show(lambda: 10.0 ** 400)
show(lambda: (-8) ** (1 / 3))
show(lambda: round(abs((-8) ** (1 / 3)), 12))
print(2 ** 3 ** 2, (2 ** 3) ** 2, -2 ** 2, (-2) ** 2, 2 ** -1 ** 2)
x = 3
x **= 4
print(x)
x **= 30
print(x)
print((2 ** 0.5) ** 2, 4 ** 0.5, (10 ** 20) ** 0.5, 2 ** 1023.5 > 1e308)
# integer roots by Newton, with big numbers
n = 10 ** 60 + 12345
r = 1 << (n.bit_length() // 2 + 1)
while True:
    s = (r + n // r) // 2
    if s >= r:
        break
    r = s
print(r, r * r <= n < (r + 1) ** 2)
