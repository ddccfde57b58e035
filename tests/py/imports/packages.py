# Packages: __init__, submodules as attributes, relative imports, __all__, star, module __getattr__, missing parts.
import sys
import _pkg

print(_pkg.first.value, _pkg.first_value, hasattr(_pkg, "second"), hasattr(_pkg, "sub"), _pkg.exported, _pkg._private, _pkg.dynamic)
import _pkg.second
print(_pkg.second.value, hasattr(_pkg, "second"))
import _pkg.sub.deep as deep
print(deep.result, _pkg.sub.deep is deep, sorted(name for name in sys.modules if name.startswith("_pkg")))
from _pkg import sub, first as f, dynamic
from _pkg.sub import leaf, value
print(sub.two, f.up(), dynamic, leaf.name, value, sub.__package__, deep.__package__, _pkg.__package__, f.__package__)
names = {}
exec("from _pkg import *", names)
print(sorted(n for n in names if not n.startswith("__")))


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", str(error).partition(" (/")[0])


def missing_submodule():
    import _pkg.nope


def missing_name():
    from _pkg import nope


def missing_deep():
    from _pkg.sub.nope import x


def module_as_package():
    import _pkg.first.nope


def bad_all():
    _pkg.__all__.append("does_not_exist")
    try:
        exec("from _pkg import *", {})
    finally:
        _pkg.__all__.remove("does_not_exist")


def beyond_top():
    exec("from .... import x", {"__package__": "_pkg.sub", "__name__": "_pkg.sub.made_up"})


def relative_by_hand():
    names = {"__package__": "_pkg.sub", "__name__": "_pkg.sub.made_up"}
    exec("from . import leaf; from .. import first", names)
    return names["leaf"].name, names["first"].value


for function in (missing_submodule, missing_name, missing_deep, module_as_package, bad_all, beyond_top, relative_by_hand, lambda: _pkg.nothing):
    show(function)
import _cycle_a
print(_cycle_a.call())
import _cycle_pkg
print(_cycle_pkg.left.name, _cycle_pkg.right.name, _cycle_pkg.right.partner())
del sys.modules["_pkg.sub"]
import _pkg.sub
print(_pkg.sub is sub, _pkg.sub.two)
import importlib
print(importlib.import_module(".sub.leaf", "_pkg").name, importlib.import_module("_pkg.first") is f)
print(_pkg.__spec__.name, _pkg.__file__.endswith("__init__.py"), len(_pkg.__path__), f.__spec__.parent)
import _namespace_pkg.inside
print(_namespace_pkg.inside.value, getattr(_namespace_pkg, "__file__", None))
