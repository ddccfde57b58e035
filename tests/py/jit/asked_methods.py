# len, str, repr, hash and next of objects with methods written in Python: entered as frames, and everything wrong they can return.
import sys


class Box:
    def __init__(self, value):
        self.value = value

    def __len__(self):
        return self.value

    def __str__(self):
        return self.value

    def __hash__(self):
        return self.value

    def __next__(self):
        if self.value == "end":
            raise StopIteration(7)
        return self.value


class Shown:
    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return self.value


class Text(str):
    pass


class Number(int):
    pass


class Index:
    def __index__(self):
        return 3


def ask(function, o, n=300):
    result = None
    for _ in range(n):
        try:
            result = function(o)
        except Exception as e:
            result = f"{type(e).__name__}: {e}"
    return result


def in_turn(function, items):
    out = []
    for i in range(60):
        try:
            out.append(function(items[i % len(items)]))
        except Exception as e:
            out.append(f"{type(e).__name__}: {e}")
    return out[-len(items):]


def length(o):
    return len(o)


def text(o):
    return str(o)


def shown(o):
    return repr(o)


def hashed(o):
    return hash(o)


def following(o):
    return next(o)


def both(o):
    return len(o) + len(str(o.value)), str(o)


values = [0, 3, -1, True, 2**62, 2**63, 2**70, -(2**70), "abc", None, 1.5, Number(4), Index(), Text("sub"), "end", -2]
for function in (length, text, hashed, following):
    for value in values:
        got = ask(function, Box(value))
        print(function.__name__, type(value).__name__, "" if isinstance(got, Index) else got, type(got).__name__)
    print([type(v).__name__ for v in in_turn(function, [Box(v) for v in values])])
for function in (text, shown):
    for value in ("abc", 5, None, Text("sub")):
        got = ask(function, Shown(value))
        print(function.__name__, got, type(got).__name__)
print(ask(length, [1, 2]), ask(length, Box(5)), in_turn(length, [[1], Box(2), "abc", Box(-1), {}]))
print(ask(both, Box("x")))


# Who calls is seen by who is called.
class Curious:
    def __len__(self):
        caller = sys._getframe(1)
        seen.add((caller.f_code.co_name, caller.f_lineno - caller.f_code.co_firstlineno, caller.f_locals["n"] > 0))
        return 1

    def __str__(self):
        try:
            raise ValueError
        except ValueError as e:
            return str(e.__traceback__.tb_lineno - self.__str__.__code__.co_firstlineno) + sys._getframe(1).f_code.co_name


def look(o, n):
    total = 0
    while n > 0:
        total += len(o)
        text = str(o)
        n -= 1
    return total, text


seen = set()
print(look(Curious(), 900), seen)


# An error goes through the caller's handlers, and the traceback names both lines.
class Failing:
    def __len__(self):
        raise KeyError("no length")

    __str__ = __repr__ = __len__


def caught(o):
    import traceback

    lines = None
    for i in range(300):
        try:
            len(o) if i & 1 else str(o)
        except KeyError as e:
            lines = [(f.name, f.lineno - caught.__code__.co_firstlineno) for f in traceback.extract_tb(e.__traceback__)]
    return lines[0], lines[1][0]


print(caught(Failing()))


# Methods that change, and builtins that are replaced.
def changing():
    out = []
    b = Box(2)
    for i in range(600):
        if i == 200:
            Box.__len__ = lambda self: 40
        if i == 400:
            Box.__len__ = lambda self: "none"
        try:
            out.append(len(b))
        except TypeError as e:
            out.append(str(e))
    return out[199], out[200], out[400]


print(changing())
Box.__len__ = lambda self: self.value


print(sum(len(s) for s in [Box(3)] * 500), list(len(s) for s in [Box(1), Box(2)]))


def deep(n):
    class Nested:
        def __init__(self, inner):
            self.inner = inner

        def __len__(self):
            return 1 if self.inner is None else 1 + len(self.inner)

        def __repr__(self):
            return "." if self.inner is None else "(" + repr(self.inner) + ")"

    o = None
    for _ in range(n):
        o = Nested(o)
    return len(o), len(repr(o))


print(deep(40), [deep(30) for _ in range(20)][-1])


def endless():
    class Endless:
        def __len__(self):
            return len(self)

        def __str__(self):
            return str(self)

    out = []
    for function in (len, str):
        try:
            function(Endless())
        except RecursionError as e:
            out.append("RecursionError")
    return out


print(endless())


# Keys of a dict that hash and compare in Python, as a hot loop asks them.
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __hash__(self):
        return hash((self.x, self.y))

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)


def keyed(n):
    d = {}
    for i in range(n):
        p = Point(i % 5, i % 3)
        d[p] = d.get(p, 0) + 1
        if p in d:
            d[p] += hash(p) == hash(Point(p.x, p.y))
    return sorted(d.values())


print(keyed(600))


# f-strings ask __str__, __repr__ and __format__.
class Formatted(Box):
    def __format__(self, spec):
        return f"<{spec}>"


class Both(Box):
    def __repr__(self):
        return f"Both({self.value!r})"


class TextKind(str):
    def __format__(self, spec):
        return "kind" + spec

    def __str__(self):
        return "text kind"


def inserted(o):
    return f"{o}", f"[{o!s}]", f"{o!r:>12}"[-3:], f"{o!r}"[-4:]


def plain(o):
    return f"{o}"


def as_repr(o):
    return f"{o!r}"


def as_str(o):
    return f"{o!s}."


for o in (Box("b"), Shown("s"), Both("c"), Formatted("f"), Box(5), Shown(None), Box(TextKind("k")), Shown(TextKind("k")), Both(Text("t"))):
    for function in (plain, as_repr, as_str, inserted):
        if type(o).__repr__ is object.__repr__ and function in (as_repr, inserted):
            continue
        got = ask(function, o)
        print(function.__name__, type(o).__name__, got, type(got).__name__)
print(in_turn(plain, [Box("b"), Shown("s"), 5, "x", Formatted("f"), Box(1)]), in_turn(as_repr, [Both("b"), Shown("s"), 5, "x"]))
