# Callable, self or ABSENT, arguments; keywords; stars.
f()
f(1, *a)
f(*a)
f(*a, **k)
f(1, b=2)
f(a=1, **k, b=2, c=3)
o.m(1)
o.m(1, k=2)
o.p.m(*a)
@d1
@d2(3)
def g(a, /, b=1, *c, d=2, **e): pass
@d3
class C(B, metaclass=M, **k):
    """doc"""
    x: int = 1
f(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30)
