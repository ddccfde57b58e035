# Slices with a step and stores to slices: bounds of all kinds, lists that change, and values that are no lists.
def steps(n):
    l, t, s, out = list(range(10)), tuple(range(10)), "abcdefghij", {}
    for i in range(-n, n):
        for v in (l[::-1], l[i::-1], l[i::2], l[i::-3], l[::3], t[i::-1], s[i::-2], s[::-1], l[i:None:1], l[:i:-1], l[i:2:-1]):
            k = repr(v)
            out[k] = out.get(k, 0) + 1
    return len(out), sum(len(k) * v for k, v in out.items())


def pancake(n):
    work, flips = list(range(9)), []
    for i in range(n):
        k = i % 9
        work[:k + 1] = work[k::-1]
        work[k:] = work[k:][::-1]
        flips.append(work[0])
    return work, sum(flips)


def stores(n):
    out = []
    for i in range(n):
        l = list(range(6))
        l[:i % 9 - 4] = [0, 0]
        l[i % 7 - 3:] = (7, 8)
        l[:] = l
        l[2:] = l
        l[:1] = []
        l[1:3] = [5]
        l[i % 3:i % 5] = l
        out.append(tuple(l))
    return len(set(out)), max(map(len, out)), out[-1]


def others(n):
    seen = set()
    for i in range(n):
        l = [1, 2, 3]
        for f in (lambda: l.__setitem__(slice(1, None), "ab"), lambda: l[::0], lambda: l["a"::-1]):
            try:
                f()
            except (TypeError, ValueError) as e:
                seen.add(str(e))
        for v in ("xy", {4: 5}, range(2), iter([9]), (k for k in (1, 2))):
            l[1:] = v
            seen.add(repr(l))
        try:
            l[:1] = 5
        except TypeError as e:
            seen.add(str(e))
        try:
            l[::2] = [1, 2, 3, 4, 5, 6]
        except ValueError as e:
            seen.add(str(e))
    return sorted(seen)


def wide(n):
    l, total = [1, 2, 3], 0
    for i in range(n):
        start = i if i < n // 2 else i << 70
        total += len(l[start::-1]) + len(l[-start::2])
        l[:start] = [1, 2, 3]
    return total, len(l)


class Sub(list):
    def __getitem__(self, key):
        return "item", key.start, key.stop, key.step

    def __setitem__(self, key, value):
        self.append((key.start, key.stop))


def subclass(n):
    s = Sub()
    for i in range(n):
        r = s[i::-1]
        s[:i] = [1]
    return r, len(s)


print(steps(40), pancake(400), stores(300), wide(200), subclass(200))
print(others(50))
