# What a profile function hears of: calls and returns of Python functions, and of those written in C++.
import sys
def prof(frame, event, arg):
    if event.startswith('c_'):
        arg = arg.__name__
    else:
        arg = arg if arg is None or isinstance(arg, (int, list)) else type(arg).__name__
    print(event, frame.f_code.co_name, frame.f_lineno, arg)
def f(x):
    return len(x)
def h():
    f([1])
    try:
        f(1)
    except TypeError:
        pass
    [].append(1)
    'a'.join(['b'])
    sorted([3, 1], key=lambda k: -k)
    max([1, 2], key=f2)
    int('3')
    dict(a=1)
    print(*[1], sep='')
    sum(i for i in range(2))
    def g():
        yield 1
    for i in g(): pass
    it = g()
    next(it), next(it, None)
def f2(x): return abs(x)
sys.setprofile(prof)
h()
sys.setprofile(None)
print(sys.getprofile())
