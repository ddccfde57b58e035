"""A package for the import tests."""
print("import _pkg", __name__, __package__, __path__ is not None)
from . import first
from .first import value as first_value

__all__ = ["first", "sub", "exported"]
exported = "exported by __all__"
not_exported = "not in __all__"
_private = "private"


def __getattr__(name):
    if name == "dynamic":
        return "made by module __getattr__"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
