# + - * / // % ** divmod of floats, mixed with ints; signs of zero; errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


a = [0.0, -0.0, 1.5, -1.5, 2.0, -2.0, 7.25, -7.25, 0.1, 1e300, -1e300, 1e-300]
for x in a:
    for y in a:
        line = [x + y, x - y, x * y]
        if y:
            line += [x / y, x // y, x % y]
            q, r = divmod(x, y)
            assert (q, r) == (x // y, x % y)
        print(x, y, line)
inf, nan = float("inf"), float("nan")
for x in (inf, -inf, nan, 1.0, 0.0, -3.5):
    for y in (inf, -inf, nan, 2.0, -2.0):
        print(x, y, x + y, x - y, x * y, x / y, x // y, x % y)
print(5 // 2.0, -5 // 2.0, 5 % -2.0, -5 % 2.0, 5.5 // 1, 5.5 % 1, -5.5 % 1, 1e20 % 3, -0.0 % 5, 0.0 % -5, 3 % -inf, -3 % inf)
print(2 ** 0.5, 2.0 ** 3, 2.0 ** -1, (-2.0) ** 2, (-2.0) ** 3, 0.0 ** 0, 0.0 ** 0.0, 1.0 ** inf, inf ** 0, nan ** 0, 1.0 ** nan, (-1.0) ** inf, 0.5 ** inf, 2.0 ** -inf)
print(0.1 + 0.2 == 0.3, 0.1 + 0.2, 1e16 + 1, 1e16 + 2, 1 / 3 + 1 / 3 + 1 / 3, 0.1 * 3, 1.1 + 2.2, 3 * 1.1)
print(1 + 2.5, 2.5 + 1, True + 0.5, 2 ** 60 + 0.5, 2 ** 70 * 1.0, 10 - 0.5, 3 / 1.5, 7 // 1.5)
print(-0.0, 0.0 * -1, -0.0 + 0.0, -0.0 - 0.0, 0.0 - 0.0, abs(-0.0), -(-0.0), +-0.0, 0.0 == -0.0, str(-0.0), 1 / -1e400)
x = 1.0
show(lambda: 1.0 / 0)
show(lambda: 1.0 // 0.0)
show(lambda: 1.0 % 0)
show(lambda: divmod(1.0, 0))
show(lambda: 0.0 / 0.0)
show(lambda: inf / 0)
show(lambda: 0.0 ** -1)
show(lambda: (-0.0) ** -3)
show(lambda: 1e300 ** 2)
show(lambda: 10.0 ** 308 * 10)
show(lambda: 1.5 + "a")
show(lambda: "a" * 1.5)
show(lambda: [1] * 2.0)
show(lambda: 1.5 << 1)
show(lambda: 1.5 & 1)
show(lambda: ~1.5)
show(lambda: 2 ** 2000 * 1.0)
show(lambda: 1.0 + 10 ** 400)
show(lambda: [1, 2][x])
show(lambda: range(2.0))
show(lambda: (-8.0) ** 0.5 == (-8.0) ** 0.5)
x = 10.0
x += 1
x -= 0.5
x *= 2
x /= 3
x //= 1
x **= 2
x %= 5
print(x)
total = 0.0
for i in range(1000):
    total += i * 0.001
    total -= 1 / (i + 1)
print(total)
