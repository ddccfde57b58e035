import _tangle
try:
    _tangle.early
except AttributeError as error:
    print(error)
try:
    _tangle.early.value
except AttributeError as error:
    print(error)
import sys
try:
    sys.modules["_tangle.early"].value
except AttributeError as error:
    print(error)
try:
    from _tangle.early import value
except ImportError as error:
    print(str(error).partition(" (/")[0])
