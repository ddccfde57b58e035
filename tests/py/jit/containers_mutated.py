# Containers changed by what looks at them: iterators, comparisons, hashes, keys, and loops over themselves.
class Biter:
    def __init__(self, target, at):
        self.target, self.at, self.n = target, at, 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n == self.at:
            self.target.clear()
        if self.n > 30:
            raise StopIteration
        return self.n


def bitten(n):
    out = []
    for at in range(n):
        target = list(range(10))
        for x in Biter(target, at % 12):
            target.append(x)
        out.append(len(target))
        d = {0: 1}
        d.update((x, x) for x in Biter(d, at % 12))
        out.append(len(d))
        target[3:5] = Biter(target, at % 12)
        out.append(len(target))
    return sum(out), out[:9], out[-6:]


print(bitten(80))


def own_list(n):
    out = 0
    for i in range(n):
        v = [1, 2, 3, 4]
        for x in v:
            out += x
            if x == 2 and len(v) < 8:
                v.append(5)
            if x == 3:
                v.remove(3)
            if x == 5:
                v.pop()
    return out


print(own_list(80))


def own_dict(n):
    caught = {}
    for i in range(n):
        d = {k: k for k in range(5)}
        try:
            for k in d:
                if k == i % 7:
                    if i % 3 == 0:
                        d[k + 100] = 1
                    elif i % 3 == 1:
                        del d[k]
                    else:
                        d[k] = -1
        except RuntimeError as error:
            caught[str(error)] = caught.get(str(error), 0) + 1
    return caught


print(own_dict(100))


def own_items(n):
    caught = {}
    for i in range(n):
        d = {k: k for k in range(5)}
        s = set(range(5))
        for loop in (d.items(), d.values(), d.keys(), s):
            try:
                for x in loop:
                    if i % 4 == 0:
                        d.pop(3, None)
                        d[30] = 1
                    elif i % 4 == 1:
                        s.add(50 + i)
                    elif i % 4 == 2:
                        d.clear()
            except RuntimeError as error:
                caught[str(error)] = caught.get(str(error), 0) + 1
    return caught


print(own_items(80))


class Key:
    def __init__(self, n, table):
        self.n, self.table = n, table

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if self.n % 5 == 2:
            self.table.clear()
        if self.n % 5 == 3:
            raise KeyError(self.n)
        return self.n == other.n


def hostile_keys(n):
    table, out = {}, []
    for i in range(n):
        try:
            table[Key(i, table)] = i
            out.append(table.get(Key(i - 1, table), -1))
            out.append(Key(i, table) in table)
        except KeyError as error:
            out.append(error.args[0])
    return len(table), out[:12]


print(hostile_keys(60))


class Item:
    def __init__(self, n, owner):
        self.n, self.owner = n, owner

    def __lt__(self, other):
        if self.n == 4:
            self.owner.append(self)
        return self.n < other.n

    def __eq__(self, other):
        if self.n == 3:
            del self.owner[:]
        return isinstance(other, Item) and self.n == other.n


def sorting(n):
    caught = {}
    for i in range(n):
        v = []
        v += [Item((k * 3 + i) % 7, v) for k in range(6)]
        try:
            v.sort()
            caught["sorted"] = caught.get("sorted", 0) + len(v)
        except ValueError as error:
            caught[str(error)] = caught.get(str(error), 0) + 1
        caught["found"] = caught.get("found", 0) + (Item(3, v) in v) + v.count(Item(5, v))
    return caught


print(sorting(70))


def keyed(n):
    out = []
    for i in range(n):
        v = [3, 1, 2]

        def key(x):
            v.append(x)
            return x
        try:
            v.sort(key=key)
        except ValueError as error:
            out.append(str(error))
        out.append(len(v))
    return sorted(set(map(str, out)))


print(keyed(60))


class Index:
    def __init__(self, owner):
        self.owner = owner

    def __index__(self):
        self.owner.clear()
        return 2


def indexed(n):
    out = []
    for i in range(n):
        v = list(range(5))
        try:
            if i % 3 == 0:
                out.append(v[Index(v)])
            elif i % 3 == 1:
                v[Index(v)] = 5
            else:
                out.append(v[Index(v):])
        except IndexError as error:
            out.append(str(error))
    return [(x, out.count(x)) for x in (out[0], out[1], out[2], out[3])]


print(indexed(90))


def slices(n):
    v, out = [], []
    for i in range(n):
        v[i % 3:i % 5] = [i] * (i % 4)
        v[::2] = v[::2][::-1]
        del v[20:]
        out.append(sum(v[1:-1]) + len(v[::-3]))
        try:
            v[::2] = [1]
        except ValueError as error:
            out.append(len(str(error)))
    return out[-5:], v


print(slices(120))


def unpacked(n):
    out = 0
    for i in range(n):
        v = list(range(i % 5))
        try:
            a, b = v
            out += a + b
        except ValueError as error:
            out += len(str(error))
        try:
            a, *b, c = v
            out += len(b)
        except ValueError as error:
            out += len(str(error))
        def f(*args, **kw): return len(args) + len(kw)
        out += f(*v, *Biter(v, 3), **{str(k): k for k in v})
    return out


print(unpacked(60))
