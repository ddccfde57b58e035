# complex: text forms, format specifications, components, and use in small computations (roots, transforms, rotations).
for z in (1 + 2j, 1 - 2j, -1 + 0j, complex(-0.0, 2), complex(0, -0.0), 1e100 - 1e-100j, 0.1 + 0.2j, complex("nan"), complex("inf"), complex(float("inf"), float("nan")), 123456789.123 + 1j, 1j, -1j, 0j, 5 + 0j):
    print(str(z), repr(z), z.real, z.imag, complex(str(z)) == z or z != z)
z = 3.14159 - 2.71828j
print(f"{z:.2f}|{z:.3e}|{z:g}|{z:+.1f}|{z:>25}|{z:<25}|{z:^25.1f}|{z:,.2f}|{z:.0f}|{z:20.2f}|{1234567.891j:,.1f}|{z!r:>20}|{0j:g}|{-0j:g}")


def roots(a, b, c):
    d = (b * b - 4 * a * c) ** 0.5
    return (-b + d) / (2 * a), (-b - d) / (2 * a)


def rounded(z):
    return complex(round(z.real, 9) + 0.0, round(z.imag, 9) + 0.0)


print(roots(1, -3, 2), [rounded(r) for r in roots(1, 2, 5)], [rounded(r) for r in roots(1, 0, 1)])


def transform(values, sign=-1):
    n = len(values)
    if n == 1:
        return values
    even, odd = transform(values[::2], sign), transform(values[1::2], sign)
    angle = sign * 2 * 3.141592653589793 / n
    result = [0j] * n
    import math
    for k in range(n // 2):
        twist = complex(math.cos(angle * k), math.sin(angle * k)) * odd[k]
        result[k], result[k + n // 2] = even[k] + twist, even[k] - twist
    return result


signal = [complex(i % 4) for i in range(16)]
spectrum = transform(signal)
back = [v / 16 for v in transform(spectrum, +1)]
print([f"{abs(v):.4f}" for v in spectrum], all(abs(a - b) < 1e-12 for a, b in zip(signal, back)))
turn, place, trail = 1j, 0 + 0j, []
heading = 1 + 0j
for step in "FFLFFRFLLF":
    if step == "F":
        place += heading
    else:
        heading *= turn if step == "L" else -turn
    trail.append(place)
print(place, heading, len(set(trail)), abs(place), max(trail, key=abs))


def escapes(c, limit=50):
    z = 0
    for i in range(limit):
        if abs(z) > 2:
            return i
        z = z * z + c
    return limit


print("".join(" .:*#"[min(4, escapes(complex(x / 10 - 2, 0.1)) // 12)] for x in range(30)), sum(escapes(complex(x / 8 - 2, y / 8 - 1)) for x in range(24) for y in range(17)))
print((1 + 1j) ** 10, (1 + 1j) ** 0.5 * (1 + 1j) ** 0.5, rounded((2j) ** 3), 2 ** (1j * 0), (0.5 + 0.5j) / (0.5 - 0.5j), sum([1j] * 4), (1 + 2j).conjugate() * (1 + 2j), abs(-3 - 4j), complex(2) == 2.0, {1 + 0j: "one"}[1], 1j in [1j], [1j, 2].index(2), (2 + 3j).__add__(1), -(1 - 1j), +(1j))
