# Side traces that go back to the header of the loop they left: what the loop keeps in registers, what it takes for granted of its
# variables, and what it leaves alone must be as it expects, or it is entered anew.
def counts(n):  # the main path leaves `rare` and `last` alone: the side path changes them in memory
    s, rare, last = 0, 0, None
    for i in range(n):
        if i % 7 == 3:
            rare += 1
            last = i
        else:
            s += i
    return s, rare, last


def floats(n):  # phis in float registers, an invariant float
    step, x, y = 0.5, 0.0, 1.0
    for i in range(n):
        x += step
        if i & 3 == 1:
            y = y * 0.999 + x
            x = -x
    return x, y


def invariant_changes(n):  # the loop's body is compiled for `step` unchanged, the side path changes it
    step, s = 1, 0
    for i in range(n):
        s += step
        if i % 50 == 49:
            step += 1
    return s, step


def type_changes(n):  # an int while the loop was recorded, a float, a string, None in the side path
    x, s = 1, 0
    out = []
    for i in range(n):
        if i % 90 == 89:
            x = (2.5, "ab", None, 3, 10**30)[i // 90 % 5]
        elif x is None:
            s -= 1
        else:
            s += len(str(x * 2))
        if i % 45 == 44:
            out.append(x)
    return s, out


def bounds(n):  # `i` never falls on the main path, so the loop proves that it is not negative; the side path sets it back
    i, back, s = 0, 0, 0
    table = list(range(100))
    while i < n:
        s += table[i % 100]
        i += 1
        if i == n - 1 and back < 50:
            back += 1
            i = -back
    return i, back, s


def swapped(n):  # phis that exchange places on the way back
    a, b, c = 1, 2, 3
    for i in range(n):
        if i % 3:
            a, b, c = c, a, b
        else:
            a += 1
    return a, b, c


def tuples(n):  # a phi that is a pair on the main path, and something longer in the side path
    pair, s = (1, 2), 0
    for i in range(n):
        if i % 11 == 5:
            pair = (1, 2, 3) if i % 2 else (i, 1)
        else:
            s += pair[0] + pair[-1]
            pair = (pair[1], pair[0])
    return s, pair


def calls(n):  # the side path writes frames: words that the loop began with are overwritten
    items, s = [], 0
    x = n
    for i in range(n):
        x -= 1
        if i % 13 == 6:
            items = sorted([x, i, s % 10], key=lambda v: -v)
            s += items[0]
        else:
            s += x
    return s, items, x


def invalidated(n):  # the loop becomes invalid while its side path runs
    global scale
    scale = 1
    s = 0
    for i in range(n):
        s += scale
        if i % 40 == 39:
            scale = i // 40
    return s


def deep(n):  # a side trace of a side trace of a side trace
    a = b = c = d = 0
    for i in range(n):
        if i & 1:
            if i & 2:
                if i & 4:
                    d += 1
                else:
                    c += 1
            else:
                b += 1
        else:
            a += 1
    return a, b, c, d


def limits(n):  # the counter overflows 63 bits in the side path
    s, big = 0, 0
    for i in range(n):
        s += 1
        if i % 100 == 99:
            s += 1 << 61
            big += s > 1 << 62
    return s, big


def unchanged(n):  # the main path gives `x` the value it has: no phi after all
    x, s = 1000, 0
    for i in range(n):
        if i % 168 > 142:
            x += 1
        else:
            x -= 0
        s += x
    return x, s


for f in unchanged, counts, floats, invariant_changes, type_changes, bounds, swapped, tuples, calls, invalidated, deep, limits:
    print(f.__name__, f(10), f(2000), f(777))
