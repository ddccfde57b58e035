"""Module."""
import a
import a.b.c
import a.b.c as d, e as f
from . import g
from ..h import i as j, k
from l import *
x: int
y.z: 1 = 2
class P:
    import __q
    def __m(self, __a: 1):
        self.__b = __a
        global __c
        __c = 1
