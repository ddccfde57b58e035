# Ranges that compiled loops make: only iterated over, kept, looked at, of every step, beyond 63 bits, with errors.
def rows(n, m):
    total = 0
    for i in range(n):
        for j in range(i, m):
            total += i * j
        for j in range(m, i, -2):
            total -= j
        for j in range(3):
            total += j
    return total


def kept(n):
    out = []
    for i in range(n):
        r = range(i, 2 * i + 1)
        s = 0
        for x in r:
            s += x
        out.append((r, len(r), s, r[0], i in r))
    return out[-2:], out[0]


def steps(n, step):
    total = 0
    for i in range(n):
        for j in range(0, 10 * step, step):
            total += j
        if i == n - 2:
            step = -step
    return total


def big(n, limit):
    total = 0
    for i in range(n):
        for j in range(limit - 2, limit + i % 2):
            total += j
    return total


def wrong(n, last):
    seen = []
    step = 1
    for i in range(n):
        if i == n - 3:
            step = last
        try:
            for j in range(0, i, step):
                if j == 5:
                    break
            else:
                seen.append(i)
        except (ValueError, TypeError) as error:
            seen.append(f"{type(error).__name__}: {error}")
    return seen[-4:]


def generator_of(n):
    for i in range(n):
        it = iter(range(i, i + 4))
        next(it)
        yield sum(it), next(it, None)


print(rows(60, 50), rows(3, 3))
print(kept(80))
print(steps(100, 7), steps(100, -3))
print(big(100, 2**62), big(100, -(2**62)), big(100, 2**62 - 1), big(50, 10**30))
print(wrong(90, 0), wrong(90, -1), wrong(90, "x"), wrong(90, 1.0), wrong(90, True))
print(list(generator_of(70))[-3:])
