# // % divmod: floor rounding, signs, the law (a // b) * b + a % b == a, big operands, errors.
small = [-9, -8, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 8, 9]
for b in (3, -3, 1, -1, 7, -7, 2, -2):
    print(b, [a // b for a in small], [a % b for a in small])

edges = [s * (2 ** k + d) for k in (30, 31, 32, 53, 61, 62, 63, 64, 65, 120) for d in (-1, 0, 1) for s in (1, -1)] + [1, -1, 3, -3, 10, -10]
checks = 0
fold = 0
for a in edges + [0]:
    for b in edges:
        q, r = divmod(a, b)
        assert q == a // b and r == a % b
        assert q * b + r == a
        assert (0 <= r < b) if b > 0 else (b < r <= 0)
        fold = (fold * 31 + q + r) % (2 ** 61 - 1)
        checks += 1
print(checks, fold)

print((-(2 ** 62)) // -1, (-(2 ** 63)) // -1, (-(2 ** 64)) // -1, (-(2 ** 62)) % -1)
print(divmod(2 ** 64, 10), divmod(-(2 ** 64), 10), divmod(2 ** 64, -10), divmod(-(2 ** 64), -10))
print(divmod(10 ** 40 + 1, 10 ** 20), divmod(10 ** 40 - 1, 10 ** 20), divmod(7, 10 ** 30), divmod(-7, 10 ** 30))
print((10 ** 50) // (10 ** 25 + 1), (10 ** 50) % (10 ** 25 + 1))
print(-7 // 2, -7 % 2, 7 // -2, 7 % -2, -(7 // 2), -(7 % 2))
print(divmod(True, 2), True // True, True % 2, 5 % True)

# true division
print(1 / 3, 7 / 2, -7 / 2, 2 ** 70 / 2 ** 68, 10 ** 30 / 10 ** 29, (2 ** 53 + 1) / 1, 1 / 2 ** 80)
print(10 ** 400 / 10 ** 399, (10 ** 400 + 1) / 10 ** 400, -(10 ** 400) / 10 ** 398)
print((2 ** 1023) / 1, 2 ** 1100 / 2 ** 90)
print((2 ** 64 - 1) / (2 ** 64), (2 ** 53 + 1) / 2 ** 53, 6004799503160661 / 2)


def show(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ":", error)


zero = 0
big = 2 ** 100
for f in (lambda: 1 // zero, lambda: 1 % zero, lambda: 1 / zero, lambda: divmod(1, zero), lambda: big // zero, lambda: big % zero,
          lambda: big / zero, lambda: divmod(big, zero), lambda: 0 // 0, lambda: 0 ** -1, lambda: 10 ** 400 / 1, lambda: 10 ** 400 / 3,
          lambda: 1 / 10 ** 400, lambda: 1 // False, lambda: 5 % False, lambda: 1 // "a", lambda: "a" // 1, lambda: [] % 3, lambda: 3 % [],
          lambda: divmod(1, "a"), lambda: divmod("a", 1), lambda: None / 2):
    show(f)
value = 17
value //= 3
print(value)
value %= 3
print(value)
value /= 4
print(value)
