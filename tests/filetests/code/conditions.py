# Short circuits are jumps; constant conditions are decided.
def f(a, b, c):
    if a and (b or not c):
        one()
    elif a < b <= c:
        two()
    elif a is not None:
        three()
    x = a < b < c
    y = a and b or c
    z = a if b else c
    if __debug__:
        debug()
    if 0:
        never()
    assert a, b
    return not a is b, a not in (1, 2), a in [b, c], a in {1, 2}
