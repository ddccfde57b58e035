# list.sort with a Python key function, whose loop stands in the caller: results, errors, what the key function finds and does to the list.
import sys
import traceback


def f(x):
    return x * 7 % 13


class K:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        return self.v > other.v


class Bad:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        if self.v == 5 or other.v == 5:
            raise KeyError("five")
        return self.v < other.v


def sorts(n):
    results = []
    for key in (f, lambda v: -v, K, str, None, lambda v: (v % 3, -v), lambda v: v / 2, lambda v: str(v), lambda v: K(v)):
        for how in range(4):
            xs = [(i * 31 + 7) % 41 for i in range(n)]
            if how == 0:
                got = xs.sort(key=key)
            elif how == 1:
                got = xs.sort(key=key, reverse=True)
            elif how == 2:
                got = xs.sort(key=key, reverse=0)
            else:
                got = xs.sort(reverse=True, key=key)
            results.append((got, xs[:5]))
    return results


print([sorts(90) for _ in range(12)][-1], sorts(30)[-1])
print(sorts(0)[:2], sorts(1)[:2], sorts(2)[3:6])


def fails(n):
    xs = [(i * 31 + 7) % 41 for i in range(n)]
    before = xs[:]
    seen = []

    def key(x):
        seen.append(len(xs))
        if x == 20:
            raise ValueError(x)
        return x

    def stop(x):
        raise StopIteration(x)

    out = []
    for k in (key, stop, lambda: 1, lambda a, b: 1):
        try:
            xs.sort(key=k)
        except Exception as error:
            out.append((type(error).__name__, str(error), [(frame.name, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)], error.__context__))
        out.append(xs == before)
    for k in (lambda x: Bad(x), lambda x: x if x % 2 else "a"):
        try:
            xs.sort(key=k)
        except Exception as error:
            out.append((type(error).__name__, [frame.name for frame in traceback.extract_tb(error.__traceback__)]))
        out.append(sorted(xs) == sorted(before))
    return out, set(seen)


print([fails(100) for _ in range(8)][-1], fails(40))


def modified(how, size):
    xs = [5, 3, 9, 1] * size

    def key(x):
        if how == 1:
            xs.append(x)
        elif how == 2:
            xs.append(x)
            xs.pop()
        elif how == 3:
            return len(xs)
        elif how == 4:
            xs.extend([1, 2])
            xs.clear()
        elif how == 5:
            xs[:] = [1]
        elif how == 6:
            list(xs), xs.copy(), xs.reverse(), 3 in xs
        elif how == 7:
            xs.append(1)
            raise KeyError(1)
        return -x

    try:
        xs.sort(key=key)
    except (ValueError, KeyError) as error:
        return how, str(error), xs, error.__context__
    return how, xs


for how in range(8):
    print([modified(how, 20) for _ in range(6)][-1], modified(how, 2))


def generated(n):
    xs = list(range(n))
    yield xs.sort(key=lambda v: -v)
    try:
        xs.sort(key=lambda v: 1 // (v - 3))
    except ZeroDivisionError as error:
        yield str(error), xs[:3], [(frame.name, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    yield xs[:3]


print([list(generated(80)) for _ in range(30)][-1])


class Mine(list):
    def sort(self, key=None):
        return "mine"


class Plain(list):
    pass


class Other:
    def sort(self, *, key, reverse=False):
        return key(4), reverse


def others():
    a, b = Mine([3, 1] * 40), Plain([3, 1] * 40)
    return a.sort(key=f), b.sort(key=f), b[38:42], Other().sort(key=f), Other().sort(key=f, reverse=7), ([2, 1] * 40).sort(key=f, reverse=1)


print([others() for _ in range(20)][-1])


def handled(n):
    xs = list(range(n))
    try:
        raise KeyError(1)
    except KeyError:
        xs.sort(key=lambda v: -v)
        try:
            xs.sort(key=lambda v: [][v])
        except IndexError as error:
            return repr(error.__context__), xs[:2], sys.exc_info()[0]


print([handled(70) for _ in range(20)][-1])


def nested(n):
    rows = [[(i * j) % 7 for j in range(n)] for i in range(n)]
    rows.sort(key=lambda row: (row.sort(key=lambda v: -v), row[0], sum(row))[1:])
    return rows[0], rows[-1]


print([nested(66) for _ in range(6)][-1])
for call in (lambda xs: xs.sort(key=f, reverse="x"), lambda xs: xs.sort(key=f, rev=1), lambda xs: xs.sort(f)):
    try:
        call([2, 1] * 40)
    except TypeError as error:
        print(error)
