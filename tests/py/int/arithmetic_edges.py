# Sums, differences and products around the powers of two where a representation may change, by exact identities.
EDGES = []
for bits in (0, 1, 7, 8, 15, 16, 29, 30, 31, 32, 33, 52, 53, 54, 59, 60, 61, 62, 63, 64, 65, 89, 90, 91, 126, 127, 128, 200):
    for offset in (-2, -1, 0, 1, 2):
        EDGES.append(2 ** bits + offset)
        EDGES.append(-(2 ** bits) + offset)
EDGES = sorted(set(EDGES))
print(len(EDGES))

sums = products = checks = 0
for a in EDGES:
    assert a + 0 == a and a - 0 == a and a * 1 == a and a * 0 == 0 and a - a == 0
    assert -(-a) == a and +a == a and abs(a) == (a if a >= 0 else -a)
    assert a + 1 > a > a - 1
    assert int(str(a)) == a and int(repr(a)) == a and int(hex(a), 16) == a
    for b in EDGES:
        assert a + b == b + a and a * b == b * a
        assert (a + b) - b == a and (a - b) + b == a
        assert (a + b) * (a - b) == a * a - b * b
        if b:
            assert a * b // b == a and a * b % b == 0
        sums ^= a + b
        products ^= a * b
        checks += 1
print(checks, sums, products)

for bits in (30, 31, 32, 53, 61, 62, 63, 64, 100):
    n = 1 << bits
    print(bits, n - 1, n, n + 1, -n - 1, -n, -n + 1)
    print(bits, (n - 1) + (n - 1), (n - 1) * (n - 1), (-n) * n, (-n) * (-n), (n - 1) * -1, -(-n), abs(-n), abs(-n - 1))
    print(bits, n - 1 + 1 == n, -n - 1 < -n, n // -1, (-n) // -1, -n % 7, n % -7)

# many additions across the edge and back
for start in (2 ** 30, 2 ** 62, 2 ** 63, 2 ** 64):
    value = start - 5
    trail = []
    for _ in range(10):
        value += 1
        trail.append(value - start)
    for _ in range(10):
        value -= 1
        trail.append(value - start)
    print(trail)

total = 0
for i in range(70):
    total += 1 << i
    total -= 1 << (i // 2)
print(total)

factorial = 1
for i in range(1, 60):
    factorial *= i
print(factorial)
for i in range(59, 0, -1):
    assert factorial % i == 0
    factorial //= i
print(factorial)
a, b = 0, 1
for _ in range(500):
    a, b = b, a + b
print(a)
