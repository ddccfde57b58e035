# Single questions that python3.11's own test modules ask of builtins.
import bisect
import itertools
import operator
import os
import re
import types
import warnings
from functools import partial


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


# numbers far out
print(list(itertools.islice(itertools.count(), 1, 10, (1 << 63) - 1)))
print(bisect.bisect_right(range((1 << 63) - 2), (1 << 63) - 4), bisect.bisect_left(range((1 << 63) - 2), (1 << 63) - 4))
print(attempt(lambda: (-0.0) ** float("-inf")), attempt(lambda: 0.0 ** -1.0))


# keyword arguments of a subclass's __init__
class OwnInit(float):
    def __init__(self, number, extra=None):
        self.extra = extra


print(OwnInit(2.5, extra=3).extra, attempt(lambda: float(x=1)))

# exec() and closures
def outer():
    a, b = 2, 3

    def inner():
        return a, b
    return inner


inner = outer()
for closure in (inner.__closure__, None, inner.__closure__[:1], list(inner.__closure__), (int, str)):
    print(attempt(lambda: exec(inner.__code__, {}, closure=closure)))
print(attempt(lambda: exec("1", {}, closure=inner.__closure__)))

# bytes compare with bytes; a bytearray with all that has a buffer
view = memoryview(b"ab")
print(attempt(lambda: view < b"b"), attempt(lambda: b"a" < view), bytearray(b"a") < view, b"ab" == view, b"a" < bytearray(b"b"))
known = hash(view)
view.release()
print(hash(view) == known, attempt(lambda: hash(memoryview(bytearray()))))

# iterators' states
forward, backward, empty = iter([1, 2]), reversed([1, 2]), reversed([])
print(backward.__reduce__(), empty.__reduce__(), list(backward), backward.__reduce__())


# lists that shrink while they are compared
class Clears:
    def __eq__(self, other):
        first.clear()
        second.clear()
        return NotImplemented


first, second = [Clears()], [Clears()]
print(first == second)

# where a class comes from, asked of its instance
print((int | str).__module__, re.compile("a").__module__, partial(int).__module__, operator.itemgetter(1).__module__,
      attempt(lambda: types.SimpleNamespace().__module__))

# NotImplemented has no truth
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(bool(NotImplemented), [str(w.message) for w in seen])

# warnings that are errors are errors of syntax
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for source in ("assert (1, 2)", "x is 1", "'\\z'", "b'''\n\\z'''", "0 or 1if x else y"):
        print(attempt(lambda: compile(source, "<source>", "exec") and None))

# environments that cannot be
for environment in ({"a=b": "c"}, {"a": "b\0"}, {"a\0": "b"}, {"": "b"}):
    print(attempt(lambda: os.execve("/bin/true", ["true"], environment)))
print(attempt(lambda: os.unsetenv("a\0")))


async def agen():
    yield 1


generator = agen()
print(generator.ag_frame.f_back, generator.ag_frame.f_code.co_name, attempt(lambda: setattr(generator, "__name__", 1)))
generator.__name__ = "renamed"
print(generator.__name__, types.AsyncGeneratorType[int], os.DirEntry[str])


# names of exec() and eval() in a dict that has its own idea of what is missing
class Doubles(dict):
    def __missing__(self, key):
        return key * 2


names = Doubles(known=1)
print(eval("a + b", names), eval("known", names))
exec("x = a", names)
print(names["x"])


# an iterator that announces more than there can be
class Boasts:
    def __iter__(self):
        return iter([1])

    def __length_hint__(self):
        return (1 << 63) - 1


boasted = [0]
boasted.extend(Boasts())
print(boasted)
