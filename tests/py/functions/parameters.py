# Every kind of parameter in every useful combination, defaults, unpacking at the call.
def none(): return "none"
def one(a): return a
def two(a, b): return a, b
def default(a, b=2, c=3): return a, b, c
def star(*args): return args
def kw(**kwargs): return kwargs
def both(*args, **kwargs): return args, kwargs
def mixed(a, b=2, *args, c, d=4, **kwargs): return a, b, args, c, d, kwargs
def only(*, a, b=2): return a, b
def positional(a, b, /): return a, b
def positional_default(a, b=2, /): return a, b
def all_kinds(a, b=2, /, c=3, d=4, *args, e, f=6, **kwargs): return a, b, c, d, args, e, f, kwargs
def shadow(a, /, **kwargs): return a, kwargs


print(none(), one(1), one(a=1), two(1, 2), two(1, b=2), two(b=2, a=1), default(1), default(1, 5), default(1, c=5), default(c=1, a=2), default(1, 2, c=9), default(a=1, b=2, c=3))
print(star(), star(1), star(1, 2, 3), kw(), kw(x=1), kw(x=1, y=2), both(), both(1, a=2), both(*[1, 2], **{"k": 3}))
print(mixed(1, c=3), mixed(1, 2, 3, 4, c=5), mixed(1, c=3, d=9, e=10), mixed(*range(4), c=0, **{"z": 26}), mixed(b=1, a=2, c=3), only(a=1), only(b=1, a=2))
print(positional(1, 2), positional_default(1), positional_default(1, 5), all_kinds(1, e=5), all_kinds(1, 2, 3, 4, 5, 6, e=7, g=8), all_kinds(1, c=9, e=5, d=8), all_kinds(1, e=5, a=99, b=98), shadow(1, a=2), shadow(1))
args, options = (1, 2), {"c": 3}
print(default(*args), default(*args, **options), default(1, *[2], **{"c": 9}), star(*args, *args), star(0, *args, 9, *"xy"), kw(**options, **{"d": 4}), kw(a=0, **options), both(*args, 3, *[4], k=1, **options), star(*{1: 2}), star(*(i for i in range(3))), star(*[]), kw(**{}), star(*range(300))[-1])
print(default(*[1], *[2], *[3]), default(**{"a": 1}, b=5), mixed(*args, c=1, *[7, 8]))
# defaults are evaluated once, in order, at definition
trail = []


def note(x):
    trail.append(x)
    return x


def defaults(a=note(1), b=note(2), *, c=note(3)):
    return a, b, c


print(defaults(), defaults(9), trail)


def shared(item, bag=[]):
    bag.append(item)
    return bag


print(shared(1), shared(2), shared(3, []), shared(4))
i = 5
def captured(a=i): return a
i = 6
print(captured(), captured.__defaults__, defaults.__kwdefaults__, defaults.__defaults__, none.__defaults__, none.__kwdefaults__)
captured.__defaults__ = (50,)
defaults.__kwdefaults__ = {"c": 33}
print(captured(), defaults(), defaults.__kwdefaults__)
captured.__defaults__ = None
try:
    captured()
except TypeError as error:
    print(error)


class Mapping:
    def keys(self):
        return ["p", "q"]

    def __getitem__(self, key):
        return key * 2


class Iterable:
    def __iter__(self):
        yield 1
        yield 2


print(kw(**Mapping()), star(*Iterable()), both(*Iterable(), **Mapping()))
# the order in which arguments are evaluated
trail.clear()
both(note("a"), *[note("b")], note("c"), k=note("d"), **{"l": note("e")}, m=note("f"))
print(trail)
# the dict and tuple a callee receives are its own
given = {"x": 1}


def change(**kwargs):
    kwargs["y"] = 2
    return kwargs


print(change(**given), given)


def recursive(n, acc=()):
    return acc if n == 0 else recursive(n - 1, acc + (n,))


def rebinding(a, b=1):
    a, b = b, a
    del b
    b = "new"
    return a, b


print(recursive(4), rebinding(5), (lambda: 1)(), (lambda a, b=2, *c, d, **e: (a, b, c, d, e))(1, d=4), (lambda *, k: k)(k=1), (lambda a, /: a)(7), sorted([3, 1], key=lambda x, sign=-1: x * sign))
def annotated(a: int, b: "text" = 2, *args: 1 + 1, c: list = [], **kw: None) -> dict: return a
print(annotated.__annotations__, annotated(5), kw(**{"not an identifier": 1, "class": 2}), kw(self=1, cls=2))
