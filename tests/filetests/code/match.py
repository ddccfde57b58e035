# Patterns: captures are kept on the stack until the whole pattern has matched.
def f(x):
    match x:
        case 1 | "a":
            a()
        case [p, q, *_]:
            b(p, q)
        case [p, *r, q] if r:
            c()
        case {"k": v, **rest}:
            d()
        case K(1, z, name=[w]) as whole:
            e()
        case (1, s) | (s, 2):
            g()
        case None:
            h()
        case N.x:
            i()
        case _:
            j()
