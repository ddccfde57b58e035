# Calls of partial objects with keywords: order, overriding, names that are no str, and pow with moduli around a word.
from functools import partial
def f(*a, **k): return a, list(k.items())
p = partial(f, 1, x=1, y=2)
print(p(), p(2), p(z=3), p(x=5), p(5, y=7, z=8), p(z=1, x=2))
q = partial(p, 3, y=9, w=0)
print(q(), q(4, w=1, v=2), q(**{"a b": 1}))
p.keywords["n"] = 4
print(p(), p(n=1))
p.keywords[3] = 4
try: print(p())
except TypeError as e: print(e)
del p.keywords[3], p.keywords["x"]
print(p())
class S(str): pass
p.keywords[S("s")] = 1
print(p(s=2), p())
def g(a, *, b, c=3): return a, b, c
h = partial(g, b=2)
print(h(1), h(1, c=4), h(1, b=5))
for bad in (lambda: h(), lambda: h(1, d=2), lambda: partial(pow, mod=0)(2, 3)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(partial(pow, 2, mod=10007)(100), partial(pow, mod=2**31-1)(3, 12345), pow(3, 10**9, 2**32-5), pow(3, 10**9, 2**32+15), pow(-7, 33, 2**32-1), pow(5,0,1), pow(5, -1, 97), pow(2**100, 5, 65537), pow(3, 5, -7))
print(partial(sorted, key=lambda v: -v)([1, 3, 2]), partial(int, base=2)("101"), partial(print, end="!\n")(1))
