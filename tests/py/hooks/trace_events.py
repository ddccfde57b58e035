# What a trace function hears of: calls, lines, returns, exceptions, also of generators, comprehensions and handlers.
import sys
events = []
def tracer(frame, event, arg):
    if event == 'exception':
        arg = (arg[0].__name__, str(arg[1]))
    elif event == 'return':
        arg = arg if arg is None or isinstance(arg, (int, list)) else type(arg).__name__
    print(event, frame.f_code.co_name, frame.f_lineno, arg)
    return tracer

def plain(x):
    y = x + 1
    for i in range(3):
        y += i
        if i == 1:
            continue
        y -= 1
    return y

def raises():
    try:
        plain("a")
    except TypeError as e:
        z = 1
    finally:
        z = 2
    raise KeyError(z)

def gen(n):
    for i in range(n):
        got = yield i
    return

def deleg():
    r = yield from gen(2)
    return

def results():
    yield 1
    return "a result"

def handed_on():
    got = yield from results()
    return got

class A:
    x = 1
    def __init__(self):
        self.y = [a * 2 for a in (1, 2)]
    @property
    def p(self):
        return self.y

def withs():
    class M:
        def __enter__(self):
            return self
        def __exit__(self, *a):
            return True
    with M() as m:
        raise ValueError("in with")
    while True:
        try:
            break
        finally:
            pass
    a = A().p
    return (lambda q:
        q + 1)(3)

def main():
    plain(1)
    try:
        raises()
    except KeyError:
        pass
    for v in deleg():
        pass
    list(gen(1))
    g = gen(3)
    next(g)
    try:
        g.throw(ValueError("thrown"))
    except ValueError:
        pass
    g = gen(3)
    next(g)
    g.close()
    withs()
    sorted([3, 1], key=lambda k: -k)
    sum(i for i in range(2))
    for v in results():
        pass
    for v in handed_on():
        pass

sys.settrace(tracer)
main()
sys.settrace(None)
print(sys.gettrace())
