import os, sys as system, a.b.c as abc
from . import x
from ...pkg.mod import (y as why, z,)
from m import *
a = b = c, *d = 1, 2
(e), [f, (g, *h)] = i.j, k[0] = value
n: int
(n): int = 3
n.m: "str" = value, 2
x += 1; y -= 2; z @= 3
x **= 4 if 0 else 5
y //= 6; del a, (b, c), [d.e, f[g]]
assert x, "message"
assert (x)
raise
raise E from None
global_ = 1
pass
return_ = lambda: (yield)


def function():
    global g1, g2
    def inner():
        nonlocal g3
        return
    return 1, *rest
    for i in range(3): continue
    else: pass
    while (n := f()) < 3:
        break
    else:
        pass


if a: b
elif c: d
elif e:
    f
else:
    g
