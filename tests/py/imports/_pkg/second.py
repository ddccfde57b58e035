print("import", __name__)
from .first import value as one
from . import first as again
value = one + again.value
