# Powers of complex numbers, by small integers and others, of every kind of operand: values, errors, and the same in a loop that is compiled.
import zlib

INF, NAN = float("inf"), float("nan")
PARTS = (0.0, -0.0, 1.0, 2.5, -1.5, INF, -INF, NAN, 1e200)
EXPONENTS = (0, 1, 2, 3, 7, 16, 17, -1, -2, 100, 101, 0.5, 2.0, -0.5, 2j, -1j, 1 + 0j, 0.5 - 1j, True, complex(INF, 1), complex(0, NAN))


def power(z, n):
    try:
        return z ** n
    except (OverflowError, ZeroDivisionError, TypeError) as e:
        return f"{type(e).__name__}: {e}"


for n in EXPONENTS:
    text = " ".join(str(power(complex(x, y), n)) for x in PARTS for y in PARTS)
    print(n, f"{zlib.crc32(text.encode()):08x}", text[:70])
print(power(2, 1j), power(2.5, 0.5j), power(0, 1j), power(-8, 1 / 3), power(0j, 0), power(0j, -1), power(1j, "a"))


def squares(c, n):
    z, total = 0j, 0
    for i in range(n):
        z = z ** 2 + c
        total += abs(z ** 3)
        if total > 1e6:
            z **= -1
            total = 0
    return z, total


print(squares(-0.2 + 0.3j, 2000), squares(0.3 + 0.5j, 2000), squares(1, 1))


def several(numbers, n):
    made = []
    for z in numbers:
        try:
            made.append(z ** n)
        except OverflowError as e:
            made.append(str(e))
    return made


NUMBERS = [complex(x, y) for x in PARTS for y in PARTS] * 20
for n in (1, 2, 3, 5, 16, 17):
    made = several(NUMBERS, n)
    print(n, zlib.crc32(repr(made).encode()), made[-5:])


def changing(n):
    z, w = 0.5 + 0.5j, 0
    for i in range(n):
        w += z ** (2 if i % 100 < 70 else 3)
    return w


print(changing(3000))
