# Methods written in Python that instructions enter: item and attribute stores, setters, in, iteration, __getattr__, descriptors, truth.
# What they return, what they raise and where, who calls them, in functions and generators, and classes that change meanwhile.
import sys


class Table:
    def __init__(self):
        self.cells = [0] * 8
        self.gone = 0

    def __getitem__(self, i):
        return self.cells[i]

    def __setitem__(self, i, value):
        if value == 77:
            raise ValueError("77 at %d" % i)
        self.cells[i & 7] = value

    def __delitem__(self, i):
        self.gone += i
        if i == 5:
            raise KeyError(i)

    def __contains__(self, item):
        return item in self.cells

    def __len__(self):
        return self.gone % 3


class Odd:
    """Answers that are no bool."""

    def __init__(self, answer):
        self.answer = answer

    def __contains__(self, item):
        return self.answer

    def __bool__(self):
        return self.answer

    def __iter__(self):
        return self.answer


class Field:
    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__.get(self.name, owner.__name__)

    def __set__(self, instance, value):
        if value is None:
            raise TypeError(self.name)
        instance.__dict__[self.name] = value


class Record:
    first = Field("first")

    def __init__(self):
        self._second = 1
        self.calls = []

    @property
    def second(self):
        return self._second

    @second.setter
    def second(self, value):
        if value < 0:
            raise ValueError("negative")
        self._second = value
        self.calls.append(sys._getframe(1).f_code.co_name) if value % 100 == 3 else None


class Frozen:
    def __init__(self):
        object.__setattr__(self, "seen", 0)

    def __setattr__(self, name, value):
        if name != "seen":
            raise AttributeError(f"frozen {name}")
        object.__setattr__(self, name, value)


class Late:
    def __init__(self):
        self.present = 2

    def __getattr__(self, name):
        if name == "missing":
            raise AttributeError(name)
        if name == "call":
            return lambda x: x + 1
        return len(name)


class Up:
    def __init__(self, end):
        self.at, self.end = 0, end

    def __iter__(self):
        return self

    def __next__(self):
        if self.at >= self.end:
            raise StopIteration
        self.at += 1
        if self.at == 41:
            raise ValueError("41")
        return self.at


class Ends(StopIteration):
    pass


class Down:
    def __init__(self, values):
        self.values = iter(values)

    def __iter__(self):
        return Down(self.values)

    def __next__(self):
        value = next(self.values)
        if value < 0:
            raise Ends(value)
        return value


def where(error):
    t = error.__traceback__
    out = []
    while t is not None:
        code = t.tb_frame.f_code
        out.append(f"{code.co_name}+{t.tb_lineno - code.co_firstlineno}")
        t = t.tb_next
    return " ".join(out)


def items(n):
    table, seen, total = Table(), set(), 0
    for i in range(n):
        try:
            table[i & 7] = 77 if i % 50 == 49 else i
            table[i & 3] += 1
            del table[i % 7]
        except (ValueError, KeyError) as error:
            seen.add((str(error), where(error)))
        if i in table:
            total += 1
        if i + 10 not in table:
            total += 10
        if table:
            total += 100
        while not table:
            table.gone += 1
    return total, table.cells, table.gone, sorted(seen)


print(items(600))


def attributes(n):
    record, frozen, late, seen, total = Record(), Frozen(), Late(), set(), 0
    for i in range(n):
        total += record.second
        record.second = i
        record.first = i
        total += record.first
        frozen.seen += 1
        total += late.abc + late.present + late.call(i)
        if i % 20 == 0:
            for change in range(4):
                try:
                    if change == 0:
                        record.second = -1
                    elif change == 1:
                        record.first = None
                    elif change == 2:
                        frozen.other = 1
                    else:
                        late.missing
                except Exception as error:
                    seen.add((type(error).__name__, str(error), where(error)))
    return total, frozen.seen, record.calls, sorted(seen)


print(attributes(400))


def loops(n):
    total, seen = 0, set()
    for i in range(n):
        for x in Up(i % 45):
            total += x
            if x == 40:
                break
        try:
            for x in Up(45):
                total += x
        except ValueError as error:
            seen.add(where(error))
        for x in Down([1, 2, 3, -1, 4][: i % 6]):
            total += x
        total += sum(x for x in Up(i % 7))
        total += max(Up(3)) + len(list(Up(4)))
    return total, sorted(seen)


print(loops(200))


def produce(n):
    table, record = Table(), Record()
    for x in Up(n % 40):
        table[x & 7] = x
        record.second = x
        if x in table and record.second:
            yield table[x & 7] + len(record.calls)
        else:
            yield -1
    if table:
        yield 5
    del table[1]


def generators(n):
    return sum(sum(produce(i)) for i in range(n))


print(generators(300))


def wrong(n):
    seen, total = {}, 0
    answers = [True, False, [], [1], 0, None, "x", iter([1, 2]), Odd(True)]
    for i in range(n):
        odd = Odd(answers[i % len(answers)])
        try:
            total += 1 in odd
            total += 2 not in odd
            if odd:
                total += 100
            for _ in odd:
                total += 1000
        except TypeError as error:
            key = (i % len(answers), str(error))
            seen[key] = seen.get(key, 0) + 1
    return total, sorted(seen.items())


print(wrong(450))


class Sized:
    size = 1

    def __len__(self):
        return self.size


def sizes(n):
    sized, total, seen = Sized(), 0, {}
    for i in range(n):
        sized.size = [0, 1, 5, -1, 1 << 70, "x", True][i % 7 if i > n // 2 else i % 3]
        try:
            if sized:
                total += 1
            total += 2 if not sized else 3
        except Exception as error:
            seen[str(error)] = seen.get(str(error), 0) + 1
    return total, sorted(seen.items())


print(sizes(700))


class Deep:
    def __init__(self, inner):
        self.inner = inner
        self.value = 0

    def __setitem__(self, i, value):
        if self.inner is None:
            self.value += value
        else:
            self.inner[i] = value

    def __contains__(self, x):
        return x == 1 if self.inner is None else x in self.inner


def deep(n):
    chain = None
    for _ in range(12):
        chain = Deep(chain)
    total = 0
    for i in range(n):
        chain[i] = i
        total += (i % 3) in chain
    while chain.inner is not None:
        chain = chain.inner
    return total, chain.value


print(deep(300))


class Endless:
    def __setitem__(self, i, value):
        self[i] = value


def endless():
    try:
        Endless()[1] = 2
    except RecursionError:
        return "RecursionError"


print([endless() for _ in range(3)])


class Changing:
    def __setitem__(self, i, value):
        self.last = value

    def __contains__(self, item):
        return True


def changing(n):
    c, log = Changing(), []
    c.last = None
    for i in range(n):
        if i == n // 3:
            Changing.__setitem__ = lambda self, i, value: setattr(self, "last", -value)
        if i == n // 2:
            Changing.__contains__ = lambda self, item: item % 2
        c[i] = i
        if (i in c) != (i < n // 2 or i % 2 == 1):
            log.append(i)
    return c.last, log


print(changing(600))


def callers(n):
    names = set()

    class Spy:
        def __setitem__(self, i, value):
            names.add(("setitem", sys._getframe(1).f_code.co_name, sys._getframe(1).f_lineno - sys._getframe(1).f_code.co_firstlineno))

        def __next__(self):
            f = sys._getframe(1)
            names.add(("next", f.f_code.co_name, f.f_lineno - f.f_code.co_firstlineno))
            self.n = getattr(self, "n", 0) + 1
            if self.n > 3:
                raise StopIteration(self.n)
            return self.n

        def __iter__(self):
            return self

    total = 0
    for i in range(n):
        spy = Spy()
        spy[i] = 1
        for x in spy:
            total += x
    return total, sorted(names)


print(callers(100))


def delegate(n):
    def inner(i):
        got = yield from Down([i, i + 1, -5])
        return got

    def outer(i):
        return (yield from inner(i))

    total = 0
    for i in range(n):
        g = outer(i)
        try:
            while True:
                total += next(g)
        except StopIteration as stop:
            total += stop.value
    return total


print(delegate(200))
