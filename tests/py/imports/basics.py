# import statements: forms, caching, attributes, sys.modules, what a body leaves behind, from, as, star.
import sys
import _plain
import _plain as alias
from _plain import public, bump as increase

print(_plain is alias, _plain.__name__, _plain.__doc__, _plain.__file__.endswith("_plain.py"), _plain.__package__ == "", public, "_plain" in sys.modules, type(_plain).__name__)
print(increase(), _plain.bump(), _plain.counter, alias.counter, public)
_plain.public = 100
print(public, _plain.public)
from _plain import public
print(public)
_plain.added = "from outside"
import _plain
print(_plain.added)


def local_import():
    import _plain as p
    from _plain import added
    return p.added, added, "p" in globals()


print(local_import())


class Namespace:
    from _plain import public as x
    import _plain as y


print(Namespace.x, Namespace.y.__name__)
names = {}
exec("from _plain import *", names)
print(sorted(n for n in names if not n.startswith("__")))
del sys.modules["_plain"]
import _plain
print(_plain is alias, _plain.counter, alias.counter)


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", str(error).partition(" (/")[0])


def missing():
    import no_such_module


def missing_sub():
    import no_such_package.sub


def not_package():
    import _plain.sub


def missing_name():
    from _plain import nope


def missing_from():
    from no_such import x


def relative_at_top():
    from . import x


def relative_name():
    from .x import y


def raises():
    import _raises


def syntax():
    import _bad_syntax


for f in (missing, missing_sub, not_package, missing_name, missing_from, relative_at_top, relative_name, raises, raises, syntax):
    show(f)
print("_raises" in sys.modules, "_bad_syntax" in sys.modules)
try:
    import no_such_module_2
except ModuleNotFoundError as error:
    print(error.name, error.path, isinstance(error, ImportError))
try:
    from _plain import nope2
except ImportError as error:
    print(error.name, error.path.endswith("_plain.py"), type(error) is ImportError)
sys.modules["blocked"] = None
try:
    import blocked
except ModuleNotFoundError as error:
    print(error, error.name)
import _replaces_itself
print(_replaces_itself.answer)
sys.modules["invented"] = type(sys)("invented")
import invented
invented.x = 5
from invented import x
print(x, invented, invented.__name__, invented.__doc__)
show(lambda: invented.nope)
print(__import__("_plain") is _plain, __import__("os.path").__name__, __import__("os.path", fromlist=["join"]).__name__, __name__)
import importlib
again = importlib.reload(_plain)
print(again is _plain, importlib.import_module("_plain") is _plain)
m = type(sys)("made", "its doc")
m.f = lambda: "f"
print(m.f(), m.__doc__, sorted(vars(m)), m.__dict__["__name__"])
del m.f
show(lambda: m.f)
if True:
    import math as conditional
try:
    import no_such_fast_version as chosen
except ImportError:
    import math as chosen
print(conditional is chosen, hasattr(sys, "path"), isinstance(sys.path, list), sys.path[0].endswith("imports"))
import os.path
import os.path as osp
print(os.path is osp, os.path.join("a", "b"), sys.modules["os.path"] is osp)
