# Natives and builtin classes with several plain arguments, sequences joined and repeated, in compiled loops: results, errors, operands that
# change their kind on the way.
import math


class Half:
    def __rmul__(self, other):
        return ("half of", len(other))

    def __index__(self):
        return 2

    def __float__(self):
        return 0.5


def made(steps):
    out = []
    for step in steps:
        try:
            out.append((list(range(3, -7, step)), complex(step, 1.5), slice(0, step, 2), bytes(3), bytearray(2), sorted(set("abca")),
                        frozenset(range(2)), int("12", 8), str(b"ab", "ascii")))
        except (ValueError, TypeError) as error:
            out.append(f"{type(error).__name__}: {error}")
    return out


results = made([-3] * 90 + [0, -4, "x", 2.5, None] + [-5] * 3)
print(results[0])
for result in results[88:]:
    print(result)


def computed(numbers):
    out = []
    for x in numbers:
        try:
            out.append((math.gcd(12, x, 30), math.comb(9, x), math.isclose(x, 3), math.copysign(x, -1), repr(x), format(x, "05"), pow(x, 3, 7), round(x, 2)))
        except (ValueError, TypeError, OverflowError) as error:
            out.append(f"{type(error).__name__}: {error}")
    return out


results = computed([6, 8, 9] * 40 + [-1, 2.5, 10**30, Half(), "x", None])
for result in results[0], results[1], *results[119:]:
    print(result)


def joined(parts):
    total, row, key = [], [0] * 2, ()
    for part in parts:
        try:
            total += part + row
            row = part * 2
            key = key + (1,) * len(part)
            total = total[-6:]
        except TypeError as error:
            total.append(str(error))
    return total, row, len(key)


print(joined([[1, 2]] * 90))
print(joined([[1, 2]] * 90 + [(3, 4)] * 2 + [[5]]))


def repeated(items, counts):
    return [items * n for n in counts][-4:]


print(repeated([1], [2] * 90 + [0, -1, True, 10**0]))
print(repeated((1, 2), [2] * 90 + [Half(), 0]))
try:
    repeated([1], [1] * 90 + [10**30])
except OverflowError as error:
    print(error)
try:
    repeated([1], [1] * 90 + [1.5])
except TypeError as error:
    print(error)


# A loop that is left in about every tenth round, by return and by falling out of it.
def first_above(rows, limit):
    for i, n in enumerate(rows):
        if n > limit:
            return i
    return -1


def last_seen(rows, limit):
    seen = 0
    for n in rows:
        if n > limit:
            break
        seen += n
    return seen


rows = [[(i * j * 7 + j) % 40 for j in range(25)] for i in range(60)]
print(sum(first_above(row, 30) for row in rows * 5), sum(last_seen(row, 30) for row in rows * 5))
