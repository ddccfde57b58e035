from __future__ import annotations
def f(a: int, *b: *Ts, c: x[1:2, ...] = 1, **d: lambda q, /, *r, s=1, **t: q) -> 'str' if 1 + 2 * 3 else -x ** -2:
    z: list[int]
a: (1, 2)
b: (1,)
c: x[(1, 2)] = 2
d: f'{x!r:>{w}}{{y}} {(lambda: 1)}'
e: {**a, 'b': [i for i, j in k if l if m], 'c': {n}, 1.0: 1e400, 2: 1j, "it's": b'\x00"'}
f: (a == 1)
g: not a and (b or c) < d is not e
h: 1 .real
i: (await_ if (a if b else c) else d)
j: f(*a, k=1, **b)(x for x in y)
k: [u'u', (lambda: 1)(), (a, b)[c], ~-+a, (a ** b) ** c, a ** b ** c, a @ b << c | d ^ e & f]
