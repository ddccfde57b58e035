# Side traces: exits that go on in compiled code with unboxed values, inlined frames, whole instructions and loops of their own.


def branches(n):
    a = b = 0
    c = 0.5
    for i in range(n):
        if i & 1:
            a += i
        elif i % 3 == 0:
            b += 1
            c *= 1.001
        else:
            b += 2
            c += 0.25
            if i % 7 == 0:
                a, b = b, a
    return a, b, round(c, 6)


def nested(n):
    total = 0
    for i in range(n):
        for j in range(i % 5):
            for k in (1, 2.5):
                total += i * j + k
        total -= 1
    return total


def pick(x):
    if x % 3:
        return x
    return -x


def inlined(n):
    total = 0
    for i in range(n):
        total += pick(i) + pick(i + 1)
    return total


# An inlined comprehension's items lie where the first loop's spilled values were.
def comprehensions(n):
    squares = {i: i * i for i in range(n)}
    total = 0
    for i in range(n):
        total += squares[i] & 7
    for key in list(squares):
        if key % 5 == 0:
            total += squares.pop(key)
    names = {str(key): value for key, value in squares.items()}
    names.update({key: 0 for key in squares})
    return total, len(names), sum(names.values())


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
        if x > 50:
            self.far = True


def attributes(n):
    far = 0
    for i in range(n):
        p = Point(i % 100, i)
        if hasattr(p, "far"):
            far += p.y
        else:
            p.x += 1
            far -= p.x
    return far


def changes_type(n):
    x = None
    out = []
    for i in range(n):
        if i % 90 == 0:
            x = (None, 0, 0.0, "")[i // 90 % 4]
        if x is None:
            out.append(i)
        elif isinstance(x, str):
            x = x[-3:] + str(i % 10)
        else:
            x += 1
    return len(out), out[-1], x


def raises(n):
    caught = 0
    for i in range(n):
        try:
            caught += 10 // (i % 4)
        except ZeroDivisionError as e:
            caught += len(str(e))
            caught += e.__traceback__.tb_lineno - raises.__code__.co_firstlineno
    return caught


def big(n):
    x = 1
    for i in range(n):
        if i % 100 < 70:
            x = x * 3 + 1
        else:
            x >>= 5
        x = ~x if i % 11 == 0 else x
    return hash(x)


def slices(n):
    items = list(range(9))
    for i in range(n):
        k = i % 9
        items[:k + 1] = items[k::-1]
        if not k:
            items[2:4] = (items[3], items[2])
    return items, max(items[0], 3), min(items[1], 2.5)


for n in (10, 3000):
    print(branches(n), nested(n), inlined(n), attributes(n), raises(n), big(n), slices(n))
print(changes_type(3000))
for _ in range(40):
    result = comprehensions(300)
print(result)


def weigh(a, b=3, c=5, *, d=0):
    return a + 10 * b + 100 * c + d


def scale(value, by=2, offset=1):
    if value % 5 == 4:
        return offset
    return value * by + offset


class Scaler:
    def apply(self, value, by=2, offset=1):
        return scale(value, offset=offset, by=by)


def keywords(n):
    total = 0
    scaler = Scaler()
    for i in range(n):
        total += scale(i, offset=i % 3) + scale(by=3, value=i) + scaler.apply(i, offset=7)
        total += weigh(i, c=1, d=2)
        try:
            total += scale(i, 1, by=2) if i % 50 == 49 else 0
        except TypeError as e:
            total += len(str(e))
    return total


def containers(n):
    seen, total = set(), 0
    for i in range(n):
        items = [i, i + 1, i + 2, i + 3, i + 4]
        pair = (i % 3, i % 5, i % 7, i % 2)
        table = {(j, i % 2): j * i for j in range(4)}
        del table[0, i % 2]
        del items[1]
        seen |= {j % 11 for j in items}
        for at, item in enumerate(items):
            total += at * item
        for one, other in zip(items, pair):
            total += one - other
        total += len(str(i)) + int(str(i)) + table[3, i % 2] + sum(list(items)) + pair[3]
    return total, sorted(seen)


def branch_on_rest(n):
    flips = 0
    for i in range(n):
        flips += not i % 3
        flips += ~i & 1
        flips ^= not 0.0
    return flips


print(keywords(10), keywords(3000), containers(5), containers(2000), branch_on_rest(3000))
