# Displays, unpacking, slices, f-strings, constants.
a = [1, 2, 3]
a = {1, 2, 3}
a = {1, x}
a = (x, y)
a = [x, *y, z]
a = *x, y
a = {'a': x, 'b': y}
a = {x: 1, **y, 'z': 2}
a, (b, c), *d = e
[a.b, c[d]] = e
a[1:2] = b[::3, 4]
a = f'{x}{y!r:>{z}} {{}}'
a = '%s=%5r' % (x, y)
a = -1, 2 ** 10, 'a' 'b' * 3, 1 << 70, -(1 << 70), 1.5 - 2j, 'abc'[1], 7 // -2, 1 / 0
a += b
a.b -= c
a[b] *= c
del a, b.c, d[e], (f, [g])
