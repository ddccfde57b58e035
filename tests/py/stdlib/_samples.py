"""Objects to be copied and pickled: instances with state of every kind, built-in values, iterators."""
import collections
import functools
import itertools
import operator
import types


class Plain:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"{type(self).__name__}({vars(self)})"


class Slots:
    __slots__ = ("a", "b")

    def __repr__(self):
        return f"{type(self).__name__}({getattr(self, 'a', '-')}, {getattr(self, 'b', '-')}, {getattr(self, '__dict__', '-')})"


class SlotsAndDict(Slots):
    pass


class State(Plain):
    def __init__(self):
        pass

    def __getstate__(self):
        return {"s": 1}

    def __setstate__(self, state):
        self.got = state


class NoState(State):
    def __getstate__(self):
        return None


class NewArgs(Plain):
    def __new__(cls, a, b=2):
        made = object.__new__(cls)
        made.args = (a, b)
        return made

    def __init__(self, *args, **kwargs):
        pass

    def __getnewargs__(self):
        return (1,)


class NewArgsEx(NewArgs):
    def __getnewargs_ex__(self):
        return (5,), {"b": 7}


class Reduce:
    def __reduce__(self):
        return (Plain, (9,), {"more": 1})


class ReduceEx:
    def __reduce_ex__(self, protocol):
        return (Plain, (protocol,))


class ReduceToName:
    def __reduce__(self):
        return "THE_ONE"

    def __repr__(self):
        return "THE_ONE"


THE_ONE = ReduceToName()


class MyList(list):
    pass


class MyDict(dict):
    pass


class MyTuple(tuple):
    pass


class MyInt(int):
    pass


class MyError(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.extra = 5


class BadNewArgs:
    def __getnewargs__(self):
        return 5


class BadNewArgsEx:
    def __getnewargs_ex__(self):
        return (1,)


Point = collections.namedtuple("Point", "x y")


def samples():
    with_self = Plain(1)
    with_self.itself = None
    slots = Slots()
    slots.a = 1
    both = SlotsAndDict()
    both.b, both.z = 1, 2
    grown = [MyList([1, 2]), MyDict(a=1), MyTuple((1, 2)), MyInt(5)]
    for one in grown:
        one.extra = f"extra of {type(one).__name__}"
    yield from [with_self, slots, both, State(), NoState(), NewArgs(1), NewArgsEx(1), Reduce(), ReduceEx(), THE_ONE, *grown, MyError(1, 2), BadNewArgs(), BadNewArgsEx()]
    yield from [1, 2 ** 70, 1.5, True, None, ..., NotImplemented, "é🦆", b"bytes", bytearray(b"ba"), [1, [2]], (1,), (), {1: 2}, {1}, frozenset({1}), range(1, 5, 2), slice(1, 2), 1 + 2j]
    yield from [int, len, [].append, "a".upper, Plain, samples, type(None), type(...), ValueError("v"), OSError(2, "no", "f"), OSError(2, "no", "f", None, "g"), ImportError("m", name="n", path="p"), KeyError("k"),
                StopIteration(5), UnicodeDecodeError("utf-8", b"x", 0, 1, "r"), SystemExit(3), AttributeError("a", name="n", obj=3), ExceptionGroup("g", [ValueError(1)]), SyntaxError("s", ("f", 1, 2, "t"))]
    yield from [iter([1, 2]), iter((1, 2)), iter("ab"), iter({1: 2}), iter(range(3)), enumerate("ab"), zip("ab", "cd"), map(len, ["a"]), filter(None, [0, 1]), reversed([1, 2]), reversed((1, 2)), reversed("ab"),
                iter({1: 2}.items()), {1: 2}.keys(), iter({1}), iter(b"ab"), iter(bytearray(b"ab")), itertools.count(3), itertools.chain("ab"), itertools.permutations("ab")]
    yield from [collections.deque([1, 2], maxlen=3), collections.defaultdict(list, {1: [2]}), collections.Counter("aab"), collections.OrderedDict(a=1), Point(1, 2), functools.partial(len, "a"), operator.itemgetter(1),
                operator.attrgetter("a.b"), operator.methodcaller("x", 1, k=2), list[int], int | str, property(), classmethod(len), object(), lambda: 0, (x for x in ()), collections, type("Local", (), {})(),
                open, super, types.SimpleNamespace(a=1), object.__init__, str.upper, int.from_bytes, dict.fromkeys, Plain.__repr__, Plain(1).__repr__]


def text(value):
    """repr without addresses; iterators by what they yield."""
    if hasattr(value, "__next__"):
        return f"{type(value).__name__} {list(itertools.islice(value, 5))}"
    shown, start = "", repr(value)
    while " at 0x" in start:
        before, _, start = start.partition(" at 0x")
        shown += before + start[:0]
        start = start.lstrip("0123456789abcdef")
    return shown + start


def each(label, change):
    """Prints what `change` makes of every sample."""
    for number, value in enumerate(samples()):
        try:
            made = change(value)
        except Exception as error:
            print(label, number, type(value).__name__, f"{type(error).__name__}: {text(error.args[0])}")
        else:
            same = made is value if not isinstance(value, (int, float)) else "-"
            print(label, number, type(value).__name__, text(made), same, getattr(made, "extra", "") if isinstance(made, (list, dict, tuple, int, Exception)) else "", vars(made) if isinstance(made, BaseException) else "")
