# Numbers that cross the borders of representations in loops: 62, 63 and 64 bits, floats without a word, NaN, -0.0, infinities, bools.
import math
import zlib

INF, NAN = float("inf"), float("nan")


def up(start, step, n):
    x, kinds = start, 0
    for i in range(n):
        x += step
        if x > 0:
            kinds += 1
        if x == start:
            kinds += 1000
    return x, kinds


for start in (0, 1 << 30, 1 << 31, 1 << 32, 1 << 53, 1 << 61, 1 << 62, 1 << 63, 1 << 64, 1 << 65):
    for sign in (1, -1):
        print([up(sign * start - 40 * step, step, 80) for step in (1, -1, 3)], [up(sign * start, step, 20) for step in (1 << 40, -(1 << 62), 0.5)])


def products(values):
    out = []
    for a in values:
        for b in values:
            out.append(a * b)
            out.append(a - b)
            out.append(a ^ b)
            out.append(a & b | 1)
            if b:
                out.append(a // b)
                out.append(a % b)
    return zlib.crc32(repr(out).encode()), out[:3], out[-3:]


edges = [s * (1 << k) + d for k in (0, 31, 32, 61, 62, 63, 64) for d in (-1, 0, 1) for s in (1, -1)]
print(products(edges))


def shifts(n):
    out = []
    for i in range(n):
        out.append((1 << i % 70) >> i % 5)
        out.append(-1 << i % 66)
        out.append(((1 << 63) + i) >> i % 64)
        try:
            out.append(1 << (3 - i % 7))
        except ValueError as error:
            out.append(str(error))
    return zlib.crc32(repr(out).encode()), out[-4:], out[270:274]


print(shifts(140))


def floats(values):
    out = []
    for a in values:
        for b in values:
            out.append(repr(a + b))
            out.append(repr(a * b))
            out.append(repr(a - b))
            out.append(str((a < b, a <= b, a == b, a != b, a > b)))
            try:
                out.append(repr(a / b))
                out.append(repr(a // b))
                out.append(repr(a % b))
            except ZeroDivisionError as error:
                out.append(str(error))
            out.append(repr(min(a, b)) + repr(max(a, b)))
            out.append(repr(-a) + repr(abs(b)))
    return out


for line in floats([0.0, -0.0, 1.5, -2.5, INF, -INF, NAN, 5e-324, 1e308, 2 ** 53 + 0.0]):
    print(line, end=" ")
print()


def mixed(values, n):
    total, kinds = 0, {}
    for i in range(n):
        v = values[i % len(values)]
        total = v + i if total != total or abs(total) == INF else total + v
        kinds[type(total).__name__] = kinds.get(type(total).__name__, 0) + 1
    return repr(total), kinds


for values in ([1], [1.5], [True], [1, 1.5], [True, 2.5, 1 << 62], [1 << 64, 1], [0.1, -0.0, 5e-324], [NAN, 1], [INF, -INF, 1], [1e308, 1e308], [1, True, False, 0.0]):
    print(mixed(values, 100))


def denormal(n):
    x, out = 1.0, 0
    for i in range(n):
        x *= 0.5
        if x == 0.0:
            x = 1.0
            out += 1
    return x, out


print(denormal(2000), denormal(1070))


def negative_zero(n):
    signs = []
    x = 0.0
    for i in range(n):
        x = -x
        signs.append(math.copysign(1, x))
        y = x * (i - 20)
        signs.append(math.copysign(1, y) if y == 0 else y)
    return sum(signs), signs[:6]


print(negative_zero(80))


def nan_keys(n):
    d, s = {}, [NAN] * 3
    for i in range(n):
        d[NAN] = i
        d[float(i % 3)] = i
        d[i % 3] = -i
    return len(d) - 4 < n, (NAN in s), s.count(NAN), d[1], NAN == NAN


print(nan_keys(80))


def conversions(n):
    out = []
    for i in range(n):
        x = (i - 50) * 1e17 + 0.5
        out.append(int(x) + round(x) + math.floor(x))
        try:
            out.append(int(x * INF if i % 10 == 0 else x))
        except (OverflowError, ValueError) as error:
            out.append(str(error))
        out.append(float((1 << i % 70) + 1))
        out.append(int(True) + (i > 50))
        try:
            out.append(float(1 << (i * 25)))
        except OverflowError as error:
            out.append(str(error))
    return zlib.crc32(repr(out).encode()), out[:5], out[-5:]


print(conversions(100))


def compares(n):
    out = 0
    big = (1 << 53) + 1
    for i in range(n):
        x = float(big + i % 5 - 2)
        out = out * 3 + (x < big) + (x == big) + (x > big)
        out &= (1 << 64) - 1
        out ^= (big - 3 + i % 7 == x) + (i < 1e18) + (i == float(i)) + ((1 << 70) > 1e20) + ((1 << 62) == 2.0 ** 62)
    return out


print(compares(200))


def powers(n):
    out = []
    for i in range(n):
        for e in (0, 1, 2, -1, 0.5):
            try:
                out.append((i - 5) ** e)
            except ZeroDivisionError as error:
                out.append(str(error))
        out.append(pow(i, 3, 7))
        out.append(divmod(i - 30, 7))
        out.append(divmod((i - 30) * 0.5, -1.5))
    return out[:12], out[-8:], len(out)


print(powers(70))


def digits(n):
    out = []
    for i in range(n):
        out.append(str(10 ** i)[-3:] + str(-(1 << i)) + repr(10.0 ** i) + f"{1 << i:x} {i / 7:.3f} {i:05d} {-i:+,}")
    return zlib.crc32("".join(out).encode()), out[-1], out[63], out[64]


print(digits(70))
