# Loops over ranges of every step, compiled; one iterator whose step is not that of the recorded round; zeros among floats.


def walk(r):
    total = 0
    last = None
    for i in r:
        total = total * 3 % 1000003 + i
        last = i
    return total, last


def down_then_up(rounds):
    out = []
    for k in range(rounds):
        step = -2 if k % 3 else 5
        out.append(walk(range(100 * step, -100 * step, -step)))
    return out


def sums(a):
    s = 0.0
    t = 1.0
    for i in range(len(a)):
        s += a[i] * 2.0
        t -= a[i]
    return s, t


big = 1 << 61
for r in (range(5000), range(0, 5000, 7), range(5000, 0, -1), range(5000, -5000, -3), range(0), range(10, 0), range(0, 10, -1),
          range(big, big + 3000), range(-big, -big - 3000, -1), range(big - 10, big + 2000, 1 << 40), range(3, 4)):
    print(walk(r), walk(r))
print(down_then_up(60)[-4:], sum(last for _, last in down_then_up(60)))
for a in ([0.0] * 3000, [0.5, 0.0, -0.0] * 1000, [0.5] * 2000 + [0.0] * 1000, [1e-300, 0.0, 1e300] * 500):
    print(sums(a))
try:
    sums([1.0] * 2000 + ["x"])
except TypeError as e:
    print(e)
