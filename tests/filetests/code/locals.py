# LoadFast where a local is surely bound, else LoadFastCheck; neighbours on a line are fused; swaps make no tuple.
def f(a, b, c):
    a, b = b, a
    a, b, c = c, b, a
    if a:
        x = 1
    print(x)
    print(x)
    del x
    print(x)
    try:
        y = g()
    except E as e:
        print(y, e)
    print(y, e)
    for z in a:
        pass
    return z
