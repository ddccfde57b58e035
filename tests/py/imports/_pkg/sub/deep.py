print("import", __name__)
from .. import first, exported
from ..sub import two
from . import leaf
result = (first.value, exported, two, leaf.name)
