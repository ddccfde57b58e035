# Argument errors of native functions: which name they show, which of CPython's argument parsers they sound like.
import _thread
import atexit
import gc
import io
import math
import operator
import time
from collections import deque


class Odd:
    pass


def attempt(label, function):
    for arguments, keywords in (((Odd(),) * 9, {}), ((), {"zzz": 1}), ((), {})):
        try:
            function(*arguments, **keywords)
        except TypeError as error:
            print(label, len(arguments), list(keywords), error)
        except (IndexError, RuntimeError):
            pass
        else:
            print(label, len(arguments), list(keywords), "fine")


for text in ("math.sin", "math.atan2", "time.sleep", "time.clock_gettime", "gc.set_threshold", "_thread.stack_size", "atexit.register",
             "operator.call", "operator.itemgetter", "len", "sum", "round", "pow", "int.from_bytes", "str.maketrans"):
    attempt(text, eval(text))
samples = ["s", b"s", bytearray(b"s"), [1], (1,), {1: 2}, {1}, frozenset({1}), deque(), 1, 1.5, 1j, super(Odd), io.StringIO(), property(), _thread.allocate_lock()]
names = ["find", "count", "startswith", "index", "append", "pop", "get", "update", "union", "difference_update", "insert", "translate", "sort",
         "__contains__", "__getitem__", "__mul__", "__pow__", "__setitem__", "__init__", "__get__", "to_bytes", "hex", "readline", "__exit__"]
for sample in samples:
    for name in names:
        if hasattr(sample, name) and not (name in ("__exit__", "__init__") and type(sample).__name__ == "lock"):
            attempt(f"{type(sample).__name__}.{name}", getattr(sample, name))
# through a specialised call too
for n in range(5):
    for f in (lambda: "abc".find(n), lambda: "abc".startswith(n), lambda: math.sin("x"), lambda: ["a"].append(), lambda: "a".join(n), lambda: ord(n)):
        try:
            f()
        except TypeError as error:
            if n in (0, 4):
                print(error)
# what is only readable
for target, name in ((int, "__mro__"), (int, "__base__"), (1j, "real"), (1, "real"), (len, "__self__"), (ExceptionGroup("m", [ValueError()]), "message"), (attempt, "__closure__"), (range(3), "start"), (slice(1), "start"), ([], "append"), (attempt.__code__, "co_name")):
    try:
        setattr(target, name, 1)
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
print(type(type.__dict__["__mro__"]).__name__, type(type.__dict__["__dict__"]).__name__, type.__dict__["__mro__"], complex.__dict__["real"], BaseExceptionGroup.__dict__["message"])
