# The TypeError of every kind of bad call, with python3.11's words.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def default(a, b=2): pass
def star(a, *args): pass
def only(*, a): pass
def only_two(*, a, b): pass
def only_three(*, a, b, c): pass
def mixed(a, b=1, *, c, d=2): pass
def positional(a, b, /): pass
def positional_three(a, b, c, /): pass
def positional_mixed(a, /, b, *, c): pass
def keywords(**kw): pass
def one_default(a=1): pass


class C:
    def method(self, a): pass
    def nothing(): pass
    def none(self): pass
    @classmethod
    def cm(cls, a): pass
    @staticmethod
    def sm(a): pass
    def __call__(self, x): pass


class WithInit:
    def __init__(self, a, b=2): pass


class NoInit: pass


class WithNew:
    def __new__(cls, a): return super().__new__(cls)


c = C()
for f in (lambda: none(1), lambda: none(1, 2), lambda: none(x=1), lambda: none(1, x=1), lambda: one(), lambda: one(1, 2), lambda: one(1, 2, 3), lambda: one(b=1), lambda: one(1, a=1), lambda: one(1, b=1), lambda: two(), lambda: two(1), lambda: two(b=1), lambda: two(a=1), lambda: two(1, 2, 3), lambda: two(1, c=3), lambda: three(), lambda: three(1), lambda: three(c=1),
          lambda: default(), lambda: default(1, 2, 3), lambda: default(b=1), lambda: default(1, 2, b=3), lambda: default(1, c=3), lambda: one_default(1, 2), lambda: star(), lambda: star(x=1), lambda: star(1, 2, a=3), lambda: only(), lambda: only(1), lambda: only(1, 2), lambda: only(b=1), lambda: only_two(), lambda: only_two(a=1), lambda: only_three(), lambda: only_three(b=1), lambda: only(1, a=1), lambda: only(1, 2, a=1),
          lambda: mixed(), lambda: mixed(1), lambda: mixed(1, 2, 3), lambda: mixed(1, 2, 3, c=1), lambda: mixed(1, 2, 3, c=1, d=2), lambda: mixed(c=1), lambda: mixed(1, c=1, e=2), lambda: mixed(1, 2, 3, 4), lambda: positional(a=1, b=2), lambda: positional(1, b=2), lambda: positional(1), lambda: positional(), lambda: positional(1, 2, 3), lambda: positional_three(), lambda: positional_three(1, b=1, c=2), lambda: positional_mixed(a=1, b=2, c=3), lambda: positional_mixed(1, 2), lambda: positional_mixed(1, c=2), lambda: positional_mixed(1, 2, 3), lambda: keywords(1), lambda: keywords(**{1: 2}), lambda: keywords(**{"a": 1}, **{"a": 2}), lambda: keywords(a=1, **{"a": 2}),
          lambda: none(*[1]), lambda: none(**{"a": 1}), lambda: one(*[1, 2]), lambda: one(*5), lambda: one(**5), lambda: one(*[1], **{"a": 1}), lambda: one(*None), lambda: one(**[1]), lambda: one(1, *2), lambda: one(1, **"ab"), lambda: none(*[], *1), lambda: two(1, *[2], *3)):
    show(f)
for f in (lambda: c.method(), lambda: c.method(1, 2), lambda: c.method(b=1), lambda: c.nothing(), lambda: c.none(1), lambda: C.method(), lambda: C.method(1), lambda: C.method(c), lambda: c.cm(), lambda: C.cm(1, 2), lambda: c.sm(), lambda: C.sm(1, 2), lambda: c(), lambda: c(1, 2), lambda: c.method(1, a=2), lambda: c.method(self=1), lambda: WithInit(), lambda: WithInit(1, 2, 3), lambda: WithInit(c=1), lambda: NoInit(1), lambda: NoInit(x=1), lambda: WithNew(), lambda: WithNew(1, 2), lambda: object(1), lambda: C(5), lambda: C().method.__func__()):
    show(f)
x, s, d, nothing, ell = 5, "text", {}, None, ...
for f in (lambda: x(), lambda: s(), lambda: nothing(), lambda: d(), lambda: x.real(), lambda: c.missing(), lambda: C.missing(), lambda: (lambda a: a)(), lambda: (lambda: 1)(2), lambda: type(None)(1), lambda: NotImplemented(), lambda: ell()):
    show(f)
for f in (lambda: len(), lambda: len(1, 2), lambda: len(5), lambda: len(obj=[]), lambda: abs(), lambda: abs("a"), lambda: print(sep=1), lambda: print(nope=1), lambda: isinstance(1), lambda: isinstance(1, 1), lambda: int("1", bases=2), lambda: ord(), lambda: chr("a"), lambda: sum(), lambda: sum(1), lambda: sum(["a"]), lambda: sum(["a"], ""), lambda: max(), lambda: max(1), lambda: max([]), lambda: max(1, 2, foo=3), lambda: min([], default=1, key=None), lambda: min(1, 2, default=3),
          lambda: zip(1), lambda: map(), lambda: map(len), lambda: filter(None), lambda: enumerate(), lambda: enumerate([], 1, 2), lambda: enumerate([], "a"), lambda: iter(), lambda: iter(5), lambda: iter(5, 6), lambda: next([]), lambda: next(), lambda: range(), lambda: getattr(1), lambda: getattr(1, 2), lambda: setattr(1, "a"), lambda: hasattr(1, 1), lambda: callable(), lambda: divmod(1), lambda: round(), lambda: round(1, 2, 3), lambda: sorted(), lambda: reversed(5), lambda: reversed({1}), lambda: hash([]), lambda: id(), lambda: type(), lambda: type(1, 2), lambda: type(1, 2, 3), lambda: type("a", (), {}, 5), lambda: issubclass(1, int), lambda: issubclass(int, 1), lambda: bool(1, 2), lambda: any(5), lambda: all(), lambda: format(), lambda: repr(), lambda: repr(1, 2), lambda: dir(1, 2), lambda: vars(5), lambda: pow(1), lambda: hex("a"), lambda: open(), lambda: super(), lambda: str.join(), lambda: str.join(","), lambda: str.join(1, []), lambda: str.upper(), lambda: str.upper(5), lambda: list.append([]), lambda: list.append(5, 1), lambda: dict.get(), lambda: "a".upper(1), lambda: [].append(), lambda: "".join(), lambda: "a".split(nope=1), lambda: "a".replace("b")):
    show(f)
