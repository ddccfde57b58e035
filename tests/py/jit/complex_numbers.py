# Complex numbers in compiled loops: the parts of every operation's result are CPython's, bit by bit, whatever the operands are; what a loop
# carries from round to round is there at each exit; errors come where they should.
import zlib

INF, NAN = float("inf"), float("nan")
EDGES = (0.0, -0.0, 1.0, -2.5, 0.1, 1e308, -1e308, 5e-324, 1e-200, INF, -INF, NAN)
NUMBERS = [complex(x, y) for x in EDGES for y in EDGES]
REALS = [*EDGES, 0, 1, -3, 7, True, False, 1 << 52, (1 << 53) + 1, -(1 << 60), 1 << 70]


def say(name, results):
    text = " ".join(map(repr, results))
    print(f"{name:12} {len(results)} {zlib.crc32(text.encode()):08x} {text[:60]}")


# --- one operation a loop, over all pairs ---------------------------------------------------------------------------------------------------
def added(pairs):
    return [a + b for a, b in pairs]


def subtracted(pairs):
    return [a - b for a, b in pairs]


def multiplied(pairs):
    return [a * b for a, b in pairs]


def divided(pairs):
    made = []
    for a, b in pairs:
        try:
            made.append(a / b)
        except (ZeroDivisionError, OverflowError) as e:
            made.append(str(e))
    return made


def equal(pairs):
    made = []
    for a, b in pairs:
        made.append(a == b)
        if a != b:
            made.append(7)
    return made


def in_place(pairs):
    made = []
    for a, b in pairs:
        a *= 2
        a += b
        a -= 1.0
        made.append(a)
    return made


OPERATIONS = (added, subtracted, multiplied, divided, equal, in_place)
for operation in OPERATIONS:
    say(operation.__name__, operation([(a, b) for a in NUMBERS for b in NUMBERS[::7]]))
for operation in OPERATIONS:
    mixed = []
    for a in NUMBERS:
        for r in REALS:
            if not (isinstance(r, int) and r > 1 << 64):
                mixed += [(a, r), (r, a)]
    say("mixed " + operation.__name__, operation(mixed))


def each(operation, numbers=NUMBERS * 12):
    made = []
    for z in numbers:
        try:
            made.append(operation(z))
        except (OverflowError, ZeroDivisionError) as e:
            made.append(f"{type(e).__name__}: {e}")
    return made


def of_one():
    say("abs", each(lambda z: abs(z)))
    say("negative", each(lambda z: -z))
    say("positive", each(lambda z: +z))
    say("conjugate", each(lambda z: z.conjugate()))
    say("parts", each(lambda z: (z.real, z.imag)))
    say("truth", each(lambda z: not z))
    say("branch", each(lambda z: 1 if z else 2))
    say("swapped", each(lambda z: complex(z.imag, z.real)))
    say("of complex", each(lambda z: (complex(z), complex(z, z), complex(z, 1.5), complex(2, z), complex(z, -0.0))))
    say("square", each(lambda z: z * z))
    say("by itself", each(lambda z: z / z))
    say("minus itself", each(lambda z: z - z))
    say("inverse", each(lambda z: 1 / z))
    say("by zero", each(lambda z: z / 0j))
    say("power", each(lambda z: z ** 2 if abs(z.real) < 1e100 > abs(z.imag) else 0))
    say("hash", each(lambda z: hash(z) if z == z else 0))
    say("text", each(lambda z: str(z) + format(z, ".3g")))
    say("constants", each(lambda z: z * 2j + (1 - 0.5j) - -0j))
    say("made", each(lambda z: (complex(), complex(3), complex(-0.0), complex(True), complex(False, -2), complex(1.5, 2))))
    say("compared", each(lambda z: (z == 0, z != 1, z == None, z == "a", z == 1 << 70, 0.0 == z)))


of_one()


# --- carried from round to round --------------------------------------------------------------------------------------------------------------
def escape(z, c, limit):
    for i in range(limit):
        z = z * z + c
        if abs(z) > 2.0:
            return i, z
    return limit, z


say("escape", [escape(z, complex(x / 16, y / 16), 60) for z in (0, 0.0, -0.0, 0j, -0j, 1j, True) for x in range(-24, 12, 3) for y in range(-16, 17, 2)])


def branching(n):
    z, w, seen = 1 + 1j, 0.5 - 2j, []
    for i in range(n):
        if i % 3 == 0:
            z = z * (0.6 + 0.7j)
        elif i % 7 == 0:
            z, w = w, z
        else:
            w = w.conjugate() - z / 2
        if i % 50 == 0:
            seen.append(z)
            seen.append((z is w, z is seen[-1]))
    return seen[-8:], z, w


say("branching", [branching(n) for n in (0, 1, 2, 3, 100, 3000)])


def fibonacci(n, a, b):
    for i in range(n):
        a, b = b, (a + b) * 0.6
    return a, b, a is b


say("pair", [fibonacci(n, 1j, 1) for n in (0, 1, 2, 3, 1500, 1501)])


def older(n):
    z = last = 1j
    changes = 0
    for i in range(n):
        last = z
        z = z * (0.6 + 0.8j)
        if z is last:
            changes += 1
    return z, last, changes


say("older", [older(n) for n in (0, 1, 2, 3, 1500, 1501)])


def changing_kind(n):
    z = 0
    for i in range(n):
        z = z * 0.5 + (1j if i % 200 > 150 else 1.5 if i % 200 > 90 else 1)
        if i % 200 == 89:
            z = i
    return z


say("kinds", [changing_kind(n) for n in range(0, 3000, 187)])


def kept(n):
    z, all = 1 + 0j, []
    for i in range(n):
        z *= 0.99j
        if i & 63 == 5:
            all.append(z)
    return all


say("kept", kept(3000))


def parts_carried(n):
    x, y, z = 1.0, 0.0, 0j
    for i in range(n):
        z = complex(x, y) * (0.8 + 0.6j)
        x, y = z.real, z.imag
    return x, y, z


say("parts", parts_carried(2000))


class Point:
    def __init__(self, z, n):
        self.z, self.n = z, n

    def turned(self, by):
        return Point(self.z * by, self.n + 1)


def objects(n):
    p, pair = Point(1 + 1j, 0), (0j, 1)
    for i in range(n):
        p = p.turned(0.6 - 0.8j)
        pair = (pair[0] + p.z, pair[1] + 1)
    return p.z, p.n, pair


say("objects", objects(2000))


def stored(n):
    p = Point(1j, 0)
    for i in range(n):
        p.z = p.z * 0.5 + 1
    return p.z


say("stored", [stored(2000)])


def closure(n):
    z = 1j

    def turn():
        nonlocal z
        z = z * 1j
        return z.real

    total = 0
    for i in range(n):
        total += turn()
    return z, total


say("closure", closure(2001))


def generated(n):
    z = 1j
    for i in range(n):
        yield z
        z = z * 0.5j + 1


say("generated", [sum(generated(2000)), sum(generated(2000), 0j), list(generated(1500))[-1]])


def seen_inside(n):
    z, found = 0.5j, []
    for i in range(n):
        z = z * 0.9 + 0.1
        if i % 500 == 499:
            found.append(sorted(locals().items(), key=lambda item: item[0])[-1])
    return found


say("locals", seen_inside(2000))


def transform(values):
    n = len(values)
    if n == 1:
        return values
    even, odd = transform(values[::2]), transform(values[1::2])
    w, step, made = 1 + 0j, complex(0.9238795325112867, 0.3826834323650898), [0] * n
    for k in range(n // 2):
        t = w * odd[k]
        made[k] = even[k] + t
        made[k + n // 2] = even[k] - t
        w *= step
    return made


say("transform", transform([complex(i % 5, i % 3) for i in range(1024)])[::100])


# --- errors -----------------------------------------------------------------------------------------------------------------------------------
def failing(n):
    z, errors = 1 + 1j, []
    for i in range(n):
        try:
            z = z * 2 if i % 700 != 650 else z / (z - z)
            if abs(z) > 1e308:
                z = z / 1e300
            if i % 900 == 899:
                z = z < 1
        except (ZeroDivisionError, OverflowError, TypeError) as e:
            errors.append(f"{type(e).__name__}: {e} {z.real:.3g}")
            z = 1 + 1j
    return errors, z


say("errors", failing(4000))


def too_large():
    z, n = 1e300 + 1e300j, 0
    for i in range(5000):
        z = z * 1.005
        n = abs(z)
    return n


try:
    too_large()
except OverflowError as e:
    print(e, e.__traceback__.tb_next.tb_lineno - too_large.__code__.co_firstlineno)
