# What a module says of where it came from: __spec__, __loader__, __path__, __file__, __package__ of built-in modules, sources, packages.
import sys
import math
import _plain
import _pkg.sub.deep
import _namespace_pkg


def show(module):
    spec = module.__spec__
    print(module.__name__, spec.name, type(spec).__module__, type(spec).__name__, spec.parent, spec.has_location, spec.loader_state)
    print("  origin", spec.origin if not spec.has_location else spec.origin == module.__file__, spec._initializing)
    print("  loader", module.__loader__ is spec.loader, getattr(spec.loader, "__name__", type(spec.loader).__name__), repr(module.__package__))
    where = spec.submodule_search_locations
    print("  path", where is None or [p.rpartition("/")[2] for p in where], getattr(module, "__path__", None) is where)


for module in (math, _plain, _pkg, _pkg.sub, _pkg.sub.deep, _namespace_pkg):
    show(module)
print(type(_namespace_pkg.__path__).__name__)
print(sys.__spec__, math.__spec__ == sys.__spec__, math.__loader__)
print(__name__, __spec__, type(__loader__).__name__, __package__, __loader__.name, __loader__.path.endswith("specs.py"))
spec = _plain.__spec__
print(spec.loader.get_filename("_plain") == spec.origin, spec.loader.is_package("_plain"))
print(spec == spec, spec == 3, spec != _pkg.__spec__, sorted(vars(spec)))
try:
    hash(spec)
except TypeError as error:
    print(error)
spec.extra = 1
spec.origin = "elsewhere"
print(spec.extra, spec.origin, repr(spec).startswith("ModuleSpec(name='_plain', loader=<_frozen_importlib_external.SourceFileLoader object at"))
print(type(spec)("n", None), type(spec)("n", None, origin="o", is_package=True))
try:
    spec.parent = "x"
except AttributeError as error:
    print(error)


class Sub(type(spec)):
    pass


print(isinstance(Sub("a", None), type(spec)), Sub.__mro__[1].__name__, [b.__name__ for b in type(_plain.__loader__).__mro__])
print(type(__builtins__).__name__, type(vars(_plain)["__builtins__"]).__name__)
print([name for name in vars(_plain) if name != "__cached__"][:7])
