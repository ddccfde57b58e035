# isinstance, issubclass with tuples and unions, type, callable, getattr family, hasattr, vars, dir, id, hash.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class A:
    class_attribute = 1

    def __init__(self):
        self.instance_attribute = 2

    def method(self):
        return 3


class B(A):
    pass


a, b = A(), B()
print(isinstance(1, int), isinstance(True, int), isinstance(1, (str, int)), isinstance(1, int | str), isinstance("a", int | None), isinstance(None, int | None), isinstance(b, A), isinstance(a, B), isinstance(b, (int, (str, (A,)))), isinstance(A, type), isinstance(1, object), isinstance(None, type(None)), isinstance(5, ()))
print(issubclass(B, A), issubclass(A, B), issubclass(bool, int), issubclass(int, (str, object)), issubclass(int, int | str), issubclass(A, A), issubclass(type, object), issubclass(B, ()), int | str, type(int | str).__name__, (int | str) == (str | int), int | None, list[int] | None)
for f in (lambda: isinstance(1, 5), lambda: isinstance(1, "int"), lambda: isinstance(1, (int, 5)), lambda: isinstance("a", (int, 5)), lambda: issubclass(1, int), lambda: issubclass(int, 5), lambda: issubclass(int, (5,)), lambda: isinstance(1, list[int]), lambda: isinstance([], list[int] | int), lambda: issubclass(a, A)):
    show(f)
print(type(1), type(a), type(A), type(type), type(None), type(...), type(NotImplemented), type(lambda: 1), type(len), type([].append), type(a.method), type(A.method), type(print) is type(len), type(1) is int, type(True) == bool, type(range(1)), type(slice(1)), type({}.keys()), type(i for i in []), type(Exception()), type(property()), type(super(B, b)))
print(callable(len), callable(A), callable(a), callable(lambda: 1), callable(5), callable(a.method), callable(None), callable(type("C", (), {"__call__": lambda self: 1})()))
print(getattr(a, "instance_attribute"), getattr(a, "nope", 5), getattr(a, "method")(), getattr(A, "class_attribute"), getattr(5, "real"), getattr("x", "upper")(), hasattr(a, "nope"), hasattr(a, "method"), hasattr(5, "imag"), getattr(a, "x" + "y", None))
setattr(a, "set", 10)
print(a.set, vars(a), a.__dict__ is vars(a), sorted(k for k in vars(A) if not k.startswith("__")))
delattr(a, "set")
for f in (lambda: getattr(a, "nope"), lambda: getattr(a, 5), lambda: hasattr(a, 5), lambda: setattr(a, 5, 1), lambda: delattr(a, "nope"), lambda: vars(5), lambda: vars([]), lambda: getattr(a), lambda: setattr(a, "x"), lambda: delattr(5, "real"), lambda: setattr(5, "x", 1)):
    show(f)


class Raises:
    @property
    def key_error(self):
        raise KeyError("inside")

    @property
    def attribute_error(self):
        raise AttributeError("inside")


print(hasattr(Raises(), "attribute_error"), getattr(Raises(), "attribute_error", "default"))
show(lambda: hasattr(Raises(), "key_error"))
show(lambda: getattr(Raises(), "key_error", "default"))
print([n for n in dir(a) if not n.startswith("__")], [n for n in dir(B) if not n.startswith("__")], [n for n in dir([]) if not n.startswith("__")], [n for n in dir({}) if not n.startswith("__")], [n for n in dir(()) if not n.startswith("__")], [n for n in dir(5) if not n.startswith("__")], [n for n in dir(1.5) if not n.startswith("__")], [n for n in dir(set()) if not n.startswith("__")], [n for n in dir("") if not n.startswith("__")], [n for n in dir(b"") if not n.startswith("__")], [n for n in dir(range(1)) if not n.startswith("__")], [n for n in dir(slice(1)) if not n.startswith("__")], sep="\n")
print([n for n in dir(object())], "local" in (lambda local: dir())(1))


class Dir:
    def __dir__(self):
        return ["b", "a", "b"]


print(dir(Dir()), (lambda x, y: dir())(1, 2), id(a) == id(a), id(a) != id(b), hash("x") == hash("x"), hash(a) == hash(a), hash(A) == hash(A), hash(None) == hash(None), hash(len) == hash(len), hash(1) == hash(True), type(id(a)).__name__)
print(int.__name__, A.__qualname__, a.__class__.__name__, type(a).__mro__ == A.mro(), A.__subclasses__() == [B], B.__base__ is A, object.__bases__, a.__doc__, A.__doc__, A.__module__, int.__module__, type.__name__, len.__module__)
print(bool.__mro__, type(A.__dict__).__name__, isinstance(A.__dict__["method"], type(lambda: 1)), a.__sizeof__() > 0, A().__eq__(a), a.__ne__(a), a.__str__() == a.__repr__(), object().__hash__() is not None, object.__new__(A).__dict__, A.__call__ is not None, a.__init__() is None)
x = 10
print(abs(-5), abs(-5.5), abs(3 + 4j), abs(True), divmod(17, 5), divmod(-17, 5), divmod(17.5, 5), pow(2, 3), pow(2, 3, 5), round(2.5), round(3.14159, 2), round(1234, -2), hex(255), oct(8), bin(5), chr(97), ord("a"), len("abc"), len({1: 2}), repr("x"), ascii("é"), str(5), int("7"), float("1.5"), complex("1j"), bool([]), bytes([1]), format(5, "03"), eval("x + 1"), hash(5), sorted({2, 1}), object() is not None, slice(1, 2).stop, memoryview(b"ab")[1], frozenset([1]), callable(callable), __name__)
import builtins
names = [n for n in dir(builtins) if n[0].islower()]
print(len(names) > 60, [n for n in "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip".split() if not hasattr(builtins, n)], builtins.print is print, builtins.__name__)
