# Cells: of parameters in place, of other locals behind them, free variables last.
def outer(a, b):
    c = 1
    def inner(d=a, *, e=b) -> "r":
        nonlocal c
        c += a
        return lambda: (c, d)
    class K:
        c = c
        def m(self):
            return super().m(), c
    return inner, [c for _ in b if a]
