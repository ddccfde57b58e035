# match: literals, captures, wildcards, or, as, sequences, mappings, classes, guards, values, nesting, order.
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class Colour:
    RED, GREEN = "red", "green"


class Plain:
    def __init__(self, **kw):
        self.__dict__.update(kw)


def literal(x):
    match x:
        case 0:
            return "zero"
        case -1:
            return "minus one"
        case 1.5:
            return "float"
        case 1 + 2j:
            return "complex"
        case -1.5 - 2j:
            return "negative complex"
        case "text":
            return "str"
        case "a" "b":
            return "joined"
        case b"bytes":
            return "bytes"
        case None:
            return "None"
        case True:
            return "True"
        case False:
            return "never, 0 came first"
    return "nothing"


print([literal(x) for x in (0, -1, 1.5, 1 + 2j, -1.5 - 2j, "text", "ab", b"bytes", None, True, False, 1, 0.0, "other", [])])


def sequence(x):
    match x:
        case []:
            return "empty"
        case [1]:
            return "just one"
        case [1, *rest]:
            return "one and", rest
        case [a, b]:
            return "two", a, b
        case (a, [b, *c], *_, d):
            return "nested", a, b, c, d
        case [*start, "end"]:
            return "ends", start
        case [_, _, _]:
            return "three"
        case [*_]:
            return "sequence"
        case _:
            return "other"


from collections import deque, namedtuple
import array
Pair = namedtuple("Pair", "p q")
for x in ([], (), [1], (1, 2), [1, 2, 3], [5, 6], "ab", b"ab", [0, [1, 2, 3], 4], (0, (1,), 7, 8, 9), ["a", "b", "end"], [1, "end"], [7, 8, 9], range(2), range(5), deque([3, 4]), {1, 2}, {1: 2}, iter([1, 2]), Pair(8, 9), bytearray(b"xy"), array.array("i", [4, 5]), None, 5, [[1]], memoryview(b"ab")):
    print(type(x).__name__, sequence(x))


def mapping(x):
    match x:
        case {"kind": "a", "value": v}:
            return "a", v
        case {"kind": "b", **rest}:
            return "b", rest
        case {1: one, 2: {"deep": [x, *_]}}:
            return one, x
        case {Colour.RED: v}:
            return "red key", v
        case {"only": None | True as v}:
            return "only", v
        case {-1: v, 1.5: w}:
            return v, w
        case {}:
            return "a mapping"
        case _:
            return "other"


for x in ({"kind": "a", "value": 1, "more": 2}, {"kind": "b", "p": 1, "q": 2}, {"kind": "b"}, {1: "one", 2: {"deep": [9, 8]}}, {1: "one", 2: {}}, {"red": 5}, {"only": True}, {"only": 5}, {-1: "m", 1.5: "f"}, {}, {"z": 0}, [("kind", "a")], None):
    print(mapping(x))


def classes(x):
    match x:
        case Point3(x, y, z):
            return "point3", x, y, z
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=yy):
            return "on y axis", yy
        case Point(x, y=y) if x == y:
            return "diagonal", x
        case Point():
            return "point"
        case bool(b):
            return "bool", b
        case int(n) if n > 100:
            return "big", n
        case int() | float() as number:
            return "number", number
        case str(s):
            return "str", s
        case [Point(x=a), Point(x=b)]:
            return "two points", a, b
        case list(items):
            return "list", items
        case dict(d):
            return "dict", d
        case tuple((a, b)):
            return "pair", a, b
        case Plain(name=str(n), size=int(s)):
            return "plain", n, s
        case bytes() | bytearray() | set() | frozenset():
            return "container"
        case type():
            return "class"
        case object(missing=_):
            return "has missing"
    return "nothing"


for x in (Point3(1, 2, 3), Point(0, 0), Point(0, 5), Point(4, 4), Point(1, 2), True, 500, 5, 2.5, "s", [Point(1, 0), Point(2, 0)], [1, 2], {"k": 1}, (1, 2), (1, 2, 3), Plain(name="n", size=3), Plain(name="n"), Plain(missing=1), b"b", {1}, int, None, 1j):
    print(classes(x))


def others(x, limit=10):
    match x:
        case Colour.RED | Colour.GREEN as c:
            return "colour", c
        case (1 | 2 | 3) as small:
            return "small", small
        case [("a" | "b") as letter, int() as n] if n < limit:
            return letter, n
        case ["go", ("north" | "south") as where] | ["run", where]:
            return "move", where
        case {"x": [Point(x=px) | px]}:
            return "px", px
        case n if isinstance(n, int) and n % 2:
            return "odd", n
        case captured:
            return "captured", captured


for x in ("red", "green", 2, 7, 8, ["a", 5], ["b", 50], ["go", "north"], ["go", "up"], ["run", "home"], {"x": [Point(3, 4)]}, {"x": [7]}):
    print(others(x))


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


def too_many():
    match Point(1, 2):
        case Point(a, b, c):
            pass


def no_match_args():
    match Plain():
        case Plain(a):
            pass


def not_class():
    cls = 5
    match 1:
        case cls():
            pass


def twice():
    match Point(1, 2):
        case Point(a, x=b):
            pass


class BadArgs:
    __match_args__ = ["x"]


class BadArgs2:
    __match_args__ = (5,)


def bad_args():
    match BadArgs():
        case BadArgs(x):
            pass


def bad_args2():
    match BadArgs2():
        case BadArgs2(x):
            pass


def unknown_name():
    match 1:
        case Unknown.attribute:
            pass


for f in (too_many, no_match_args, not_class, twice, bad_args, bad_args2, unknown_name):
    show(f)
log = []


class Logged:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        log.append(other)
        return self.v == other


match Logged(3):
    case 1 | 2 | 3 | 4:
        pass
print(log)


def partial_capture(x):
    a = "untouched"
    match x:
        case [a, 1]:
            return a
        case _:
            return a


print(partial_capture([5, 1]), partial_capture([5, 2]) in (5, "untouched"))
match = case = 5
match, case = case, match
print(match, case, (lambda match: match)(3))
match [1, 2], "x":
    case [a, b], c:
        print(a, b, c)
match 1, 2:
    case x, y:
        print(x, y)
match (5):
    case (x):
        print(x)
for source in ("match x:\n case a: pass\n case b: pass", "match x:\n case a | b: pass", "match x:\n case [a, a]: pass", "match x:\n case {'a': 1, 'a': 2}: pass", "match x:\n case {**r, 'a': 1}: pass", "match x:\n case [*a, *b]: pass", "match x:\n case (a as b) as c: pass", "match x:\n case a.b as _: pass", "match x:\n case P(a=1, a=2): pass", "match x:\n case P(a=1, b): pass", "match x:\n case 1 + 1: pass", "match x:\n case -a: pass", "match x:\n case f'{a}': pass", "match x:\n pass", "match x:\ncase 1: pass", "match x:\n case {a: 1}: pass", "match x:\n case 1 | a: pass", "match x:\n case a | 1: pass", "match x:\n case _ | 1: pass", "match x:\n case (a, b) | (b, a): pass"):
    try:
        compile(source, "<test>", "exec")
        print(repr(source), "compiles")
    except SyntaxError as error:
        print(repr(source), "->", error.msg)
