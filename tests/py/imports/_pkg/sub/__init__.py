print("import", __name__, __package__)
from ..first import value
from .. import first
from ..second import value as two
