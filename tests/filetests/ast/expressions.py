a or b or c and d and not e
not not a
a < b <= c != d is not e not in f in g is h == i
a | b ^ c & d << e >> f + g - h * i / j // k % l @ m
-a ** -b ** c
~+-a
(a + b) * c
await_ + (yield_)
a.b[c](d)[e:f, g::h, :, ::, i:j:k].l
a[b, *c], a[*b], a[(b, c)], a[b:=c], a[()]
f(a, *b, c=d, *e, **f, g=h)
f(x for x in y)
f((x for x in y), z)
f(a := b, c)
(), (a,), (a, *b), [], [a], {}, {a}, {*a, b}, {a: b, **c, d: e}
[a for b in c for d, *e in f if g if h], {a for b in c}, {a: b for c in d}, (a for b in c)
a if b else c if d else e
(a := 1)
None, True, False, ..., 1, 0x_ff, 0o17, 0b1_0, 1.5, .5, 5., 1e10, 1E-5, 2j, 1.5e3J, 10**100
18446744073709551616, 0xffffffffffffffffffff
"a" 'b' """c""", r'\d', b'\x00\xff' rb'\d', u'x' 'y', "\N{EM DASH}\ud800\U0001F600\
\t\101"
é = ª = ﬁ
x = (
    a
    +
    b
)
(
    a
).b
