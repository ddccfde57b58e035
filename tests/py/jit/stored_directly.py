# Attributes of functions, object.__setattr__ as frozen classes call it, builtin __init__ through super(), __exit__ written in Python, and
# operations of builtin types that raise in some rounds, all in compiled loops.
import sys
from dataclasses import FrozenInstanceError, dataclass


def counted(x):
    counted.calls += 1
    counted.__dict__["total"] += x
    return counted.calls


counted.calls = counted.total = 0


def function_attributes(n):
    last = 0
    for i in range(n):
        last += counted(i)
        counted.__name__ = "renamed" if i == n - 1 else "counted"
        if i % 50 == 0:
            counted.extra = i
        if i % 50 == 1:
            del counted.extra
        try:
            last += counted.extra
        except AttributeError as error:
            last += error.name == "extra"
    return last, counted.calls, counted.total, counted.__name__


print(function_attributes(600))


@dataclass(frozen=True)
class Point:
    x: int
    y: int = 3

    def moved(self, by):
        return Point(self.x + by, self.y)


@dataclass(frozen=True, slots=True)
class Slotted:
    x: int


class Logged:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        object.__setattr__(self, "last", name)

    @property
    def fixed(self):
        return 1


def frozen(n):
    p, total, refused = Point(0), 0, 0
    logged = Logged()
    for i in range(n):
        p = p.moved(i & 3)
        total += Slotted(i).x
        logged.value = i
        total += logged.value
        try:
            p.x = 3
        except FrozenInstanceError as error:
            refused += "x" in str(error)
        try:
            object.__setattr__(logged, "fixed", i)
        except AttributeError:
            refused += 1
        name = "a" if i % 2 else "b"
        object.__setattr__(logged, name, i)
    return p, total, refused, logged.last, logged.a, logged.b


print(frozen(500))


class Failure(Exception):
    def __init__(self, reason, amount=1):
        super().__init__(reason, amount)
        self.amount = amount


class Deep(Failure):
    def __init__(self, reason):
        super().__init__(reason, len(reason))


class Wrong(Exception):
    def __init__(self, **names):
        super().__init__(*names.values())


class Plain:
    def __init__(self, *args):
        super().__init__(*args)


def initialised(n):
    total, seen = 0, set()
    for i in range(n):
        try:
            if i % 4 == 0:
                raise Failure("a", i)
            if i % 4 == 1:
                raise Deep("four")
            if i % 4 == 2:
                raise Wrong(a=1, b=2)
            Plain(i)
        except Failure as error:
            total += error.amount
            seen.add(error.args[0])
        except Wrong as error:
            total += sum(error.args)
        except TypeError as error:
            seen.add(str(error).split("(")[0])
    return total, sorted(seen)


print(initialised(800))


class Manager:
    def __init__(self, keep):
        self.keep, self.log = keep, []

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind is None:
            return False
        self.log.append((kind.__name__, value.args, traceback.tb_frame.f_code.co_name, sys.exc_info()[1] is value))
        if value.args == (3,):
            raise RuntimeError("in exit") from value
        return self.keep


class Loose:
    def __enter__(self):
        return 1

    def __exit__(self, *what):
        return what[0] is LookupError


def exits(n):
    swallows, passes, through = Manager(True), Manager(False), 0
    for i in range(n):
        try:
            with swallows, Loose() as one:
                if i % 5 == 0:
                    raise KeyError(i % 15)
                if i % 5 == 1:
                    raise LookupError
                through += one
            with passes:
                if i % 3 == 0:
                    raise ValueError(i % 6)
                through += 1
        except ValueError as error:
            through += error.args[0]
        except RuntimeError as error:
            through += isinstance(error.__cause__, (ValueError, KeyError)) and error.__context__ is error.__cause__
    return through, len(swallows.log), len(passes.log), swallows.log[-1], passes.log[-1]


print(exits(900))


class Table(dict):
    def __missing__(self, key):
        if key % 2:
            raise KeyError("odd")
        return key


def subscripts(n):
    plain, own, row, text, total = {1: 1, "a": 2}, Table(), (1, 2, 3), "abc", 0
    for i in range(n):
        for container, key in ((plain, i % 3), (row, i % 5), (text, i % 4 - 5), (plain, "ab"[i % 2])):
            try:
                found = container[key]
                total += found if isinstance(found, int) else 1
            except (KeyError, IndexError) as error:
                total += 10 + len(error.args)
        try:
            total += own[i % 4]
        except KeyError as error:
            total += error.args == ("odd",)
    return total


print(subscripts(400))


def missing_key(n, keys):
    table, found, missed = {}, 0, 0
    for i in range(n):
        try:
            found += table[i % keys]
        except KeyError as error:
            missed += 1
            table[error.args[0]] = 1
    return found, missed


print(missing_key(1000, 10), missing_key(1000, 900), missing_key(1000, 1000))


def numbers(n):
    total, texts = 0, ["1", "x", "2.5", " 7 ", None]
    for i in range(n):
        text = texts[i % 5]
        try:
            total += int(text)
        except ValueError as error:
            try:
                total += float(text)
            except ValueError:
                total -= 1
        except TypeError:
            total += 100
        try:
            total += 7 % (i % 3)
        except ZeroDivisionError as error:
            total += len(str(error))
    return total


print(numbers(600))


class Adder:
    def __init__(self, by):
        self.by = by

    def __call__(self, x, *rest, scale=1):
        if x % 50 == 49:
            raise ValueError(x)
        return x * scale + self.by + len(rest)


class Counter(Adder):
    def __call__(self, x):
        frame = sys._getframe() if x % 97 == 0 else None
        return self.by if frame is None else len(frame.f_back.f_code.co_name)


def called(n):
    total, adder, counter = 0, Adder(3), Counter(2)
    for i in range(n):
        try:
            total += adder(i) + adder(i, 1, 2) + adder(i, scale=2) + counter(i)
        except ValueError as error:
            total -= error.args[0]
        if i == n - 100:
            Adder.__call__ = lambda self, x, *rest, scale=1: 1
    return total


print(called(800))


class Same:
    # Equal to everything that hashes like it: looked at by Python code when a dictionary is asked.
    def __init__(self, of):
        self.of = of

    def __hash__(self):
        return hash(self.of)

    def __eq__(self, other):
        seen.add((sys._getframe().f_back.f_code.co_name, sys._getframe().f_back.f_locals["i"] >= 0))
        return other == self.of and other % 2 == 0


seen = set()


def look_up(table, i):
    return table[i % 8]


def compared(n):
    table = {Same(i): i for i in range(4)}
    found, missed = 0, 0
    for i in range(n):
        try:
            found += table[i % 8]
        except KeyError as error:
            missed += error.args[0]
        try:
            found += look_up(table, i)
        except KeyError as error:
            missed += error.args[0]
    return found, missed, sorted(seen)


print(compared(600))
