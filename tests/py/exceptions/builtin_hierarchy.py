# The built-in exceptions: the tree, their attributes, constructors, what the operations of the language raise.
import builtins


def tree(cls, depth=0):
    print("  " * depth + cls.__name__)
    for sub in sorted((c for c in cls.__subclasses__() if getattr(builtins, c.__name__, None) is c), key=lambda c: c.__name__):
        tree(sub, depth + 1)


tree(BaseException)
print(EnvironmentError is OSError, IOError is OSError, [n for n in dir(builtins) if n.endswith("Warning")])


def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


s = StopIteration(1, 2)
print(s.value, s.args, StopIteration().value, StopIteration(5).value)
e = SystemExit()
print(e.code, SystemExit(3).code, SystemExit("text").code, SystemExit(1, 2).code)
k = KeyError("missing")
print(str(k), k.args, str(KeyError(("a", 1))), str(LookupError("missing")))
o = OSError(2, "No such file", "name.txt")
print(type(o).__name__, o.errno, o.strerror, o.filename, o.filename2, str(o), o.args)
o = OSError(13, "Denied")
print(type(o).__name__, str(o), o.filename)
for number in (1, 2, 4, 9, 11, 13, 17, 20, 21, 32, 104, 110, 111, 3, 10):
    print(number, type(OSError(number, "x")).__name__, end=" ")
print()
print(OSError("only text"), OSError(), OSError(1), repr(OSError(2, "a", "b")), str(OSError(5, "x", "from", None, "to")))
i = ImportError("cannot", name="n", path="p")
print(i.name, i.path, i, i.msg, ModuleNotFoundError("m", name="q").name)
show(lambda: ImportError("x", nope=1))
a = AttributeError("msg", name="attr", obj=5)
print(a.name, a.obj, a)
n = NameError("msg", name="nm")
print(n.name, n)
try:
    (5).missing
except AttributeError as error:
    print(error.name, error.obj)
try:
    missing_name
except NameError as error:
    print(error.name)
syn = SyntaxError("bad", ("file.py", 3, 5, "text here", 3, 9))
print(syn.msg, syn.filename, syn.lineno, syn.offset, syn.text, syn.end_lineno, syn.end_offset, str(syn))
u = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")
print(u.encoding, u.object, u.start, u.end, u.reason, u)
print(issubclass(UnicodeDecodeError, ValueError), issubclass(ModuleNotFoundError, ImportError), issubclass(RecursionError, RuntimeError), issubclass(FloatingPointError, ArithmeticError), issubclass(BlockingIOError, OSError), issubclass(KeyboardInterrupt, Exception), issubclass(GeneratorExit, Exception), issubclass(TimeoutError, OSError), issubclass(IndentationError, SyntaxError), issubclass(UnboundLocalError, NameError))
d, x, none = {}, [1], None
for f in (lambda: d["k"], lambda: x[5], lambda: x["a"], lambda: none.attr, lambda: none(), lambda: none[0], lambda: none + 1, lambda: -none, lambda: "a" + 1, lambda: 1 + "a", lambda: [] + (), lambda: "a" * "b", lambda: 5 < "a", lambda: len(5), lambda: iter(5), lambda: next(iter([])), lambda: int("x"), lambda: float("x"), lambda: chr(-1), lambda: 1 / 0, lambda: 1.0 % 0, lambda: 2.0 ** 5000, lambda: "abc".index("z"), lambda: [].pop(), lambda: {}.popitem(), lambda: set().pop(), lambda: [1].remove(5), lambda: (1, 2).index(3), lambda: {[]: 1}, lambda: "%d" % "a", lambda: "{}".format(), lambda: b"\xff".decode(), lambda: "\ud800".encode(), lambda: __import__("no_such_module_here"), lambda: getattr(5, "z"), lambda: open("/no/such/file"), lambda: open("/"), lambda: bytes([300]), lambda: [*5], lambda: {**5}, lambda: print(*5), lambda: (lambda a, b: 1)(*[1]), lambda: range(1, 2, 0), lambda: "a"[5], lambda: b"a"[5], lambda: (1,)[1], lambda: max([]), lambda: eval("1 +"), lambda: exec("x ="), lambda: type("X", (int, str), {}), lambda: object().x, lambda: [1, 2, 3][1:2:0], lambda: "x".encode("nope"), lambda: sum([1, "a"]), lambda: sorted([1, "a"]), lambda: 5 in 5, lambda: "a" in 5, lambda: 5 in "a", lambda: isinstance(1, "a"), lambda: round("a"), lambda: abs("a"), lambda: pow(0, -1), lambda: divmod(1, 0), lambda: 1 << -1, lambda: "a".join([1]), lambda: int(float("nan")), lambda: int(float("inf")), lambda: 10 ** 400 * 1.0):
    show(f)
a, b = None, None


def unpack_few():
    a, b, c = 1, 2


def unpack_many():
    a, b = 1, 2, 3


def unpack_star():
    a, b, *c = 1,


def unpack_int():
    a, b = 5


def unpack_dict_few():
    a, b = {"k": 1}


for f in (unpack_few, unpack_many, unpack_star, unpack_int, unpack_dict_few):
    show(f)
