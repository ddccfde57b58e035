# Function objects: names, attributes, __dict__, docstrings, code facts, equality, methods as objects, decorators.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


def plain(a, b=1, *c, d, **e):
    """The doc."""
    local = a
    return local


def undocumented():
    "".join([])
    "not a doc"


print(plain.__name__, plain.__qualname__, plain.__doc__, plain.__module__, plain.__dict__, undocumented.__doc__, (lambda: 1).__name__, type(plain).__name__, type(len).__name__, callable(plain))
code = plain.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount, code.co_varnames, code.co_flags & 12, code.co_filename.endswith("attributes.py"), code.co_firstlineno)
plain.note = "attached"
plain.calls = 0
plain.calls += 1
print(plain.note, plain.calls, sorted(plain.__dict__), hasattr(plain, "nope"), getattr(plain, "nope", 5))
del plain.note
show(lambda: plain.note)
show(lambda: setattr(plain, "__name__", 5))
show(lambda: setattr(plain, "__defaults__", 5))
show(lambda: setattr(plain, "__code__", 5))
show(lambda: setattr(len, "x", 1))
show(lambda: delattr(plain, "zz"))
plain.__name__ = "renamed"
plain.__doc__ = None
plain.__qualname__ = "some.where"
print(plain.__name__, plain.__qualname__, plain.__doc__, str(plain).startswith("<function some.where at 0x"))


def outer():
    class Inner:
        def method(self):
            def nested():
                return lambda: [x for x in range(2)]
            return nested
    return Inner


Inner = outer()
nested = Inner().method()
print(Inner.__qualname__, Inner.method.__qualname__, nested.__qualname__, nested().__qualname__)


class C:
    def method(self):
        "doc of method"
        return self

    @classmethod
    def cm(cls):
        return cls

    @staticmethod
    def sm():
        return "static"


c = C()
bound = c.method
print(bound() is c, bound.__self__ is c, bound.__func__ is C.method, bound.__name__, bound.__doc__, bound == c.method, bound is c.method, hash(bound) == hash(c.method), bound == C().method, bound != c.cm, C.cm() is C, c.cm.__self__ is C, c.sm is C.sm, C.__dict__["sm"].__func__ is C.sm, type(C.__dict__["cm"]).__name__, type(bound).__name__)
show(lambda: setattr(bound, "x", 1))
show(lambda: bound.x)
C.method.tag = "on function"
print(bound.tag, {c.method: 1}[c.method], C.method(5), C.method.__get__(7)(), C.method.__get__(None, C) is C.method, plain.__get__(1).__self__)


def tagged(tag):
    def decorate(f):
        def wrapper(*args, **kwargs):
            return tag, f(*args, **kwargs)
        wrapper.__wrapped__ = f
        return wrapper
    return decorate


@tagged("outer")
@tagged("inner")
def decorated(x):
    return x * 2


print(decorated(4), decorated.__name__, decorated.__wrapped__.__wrapped__(3))
trail = []


def trace(name):
    trail.append("make " + name)

    def decorator(f):
        trail.append("apply " + name)
        return f
    return decorator


@trace("a")
@trace("b")
@(lambda f: f)
@[trace][0]("c")
def g(x=trail.append("default")): pass


@trace("class")
class D: pass


print(trail)
same = plain
print(same == plain, plain == undocumented, {plain: 1}[same], bool(plain), (lambda: 1) == (lambda: 1), plain is not undocumented)
f = {"+": lambda a, b: a + b, "*": lambda a, b: a * b}
print(f["+"](2, 3), f["*"](2, 3), [g(5) for g in (abs, str, lambda v: -v)], list(map(lambda v: v, [1])), (lambda f, n: f(f, n))(lambda f, n: 1 if n == 0 else n * f(f, n - 1), 10))


def early(x):
    if x:
        return "early"


def nothing():
    pass


def no_value():
    return


print(early(0), early(1), nothing(), no_value(), (lambda: None)(), (lambda: (yield))().__class__.__name__)
from types import FunctionType, MethodType, BuiltinFunctionType, LambdaType
print(isinstance(plain, FunctionType), isinstance(bound, MethodType), isinstance(len, BuiltinFunctionType), LambdaType is FunctionType, isinstance([].append, BuiltinFunctionType), MethodType(lambda self, x: (self, x), 5)(6))
made = FunctionType(undocumented.__code__, globals(), "made", None, None)
print(made.__name__, made(), FunctionType((lambda a, b: (a, b)).__code__, {}, "pair", (8, 9))())
print(len.__name__, len.__doc__ is not None, len.__self__.__name__, [].append.__name__, [].append.__self__, str.upper.__name__, "a".upper(), str.upper("b"), [].append.__qualname__, str.join.__qualname__, int.__add__(1, 2), print.__module__)
