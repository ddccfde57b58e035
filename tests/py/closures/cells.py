# Closures: cells shared, written by nonlocal, made anew by each call and not by each iteration; class scopes; errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


def counter(start=0):
    count = start

    def up(step=1):
        nonlocal count
        count += step
        return count

    def down():
        nonlocal count
        count -= 1
        return count

    return up, down, lambda: count


up, down, get = counter(10)
up2, _, get2 = counter()
print(up(), up(5), down(), get(), up2(), get(), get2())
late = [lambda: i for i in range(3)]
early = [lambda i=i: i for i in range(3)]
made = [(lambda j: lambda: j)(i) for i in range(3)]
print([f() for f in late], [f() for f in early], [f() for f in made])
fs = []
for n in range(3):
    def f():
        return n
    fs.append(f)
print([f() for f in fs])
n = 99
print([f() for f in fs])


def deep():
    a = 1

    def one():
        b = 2

        def two():
            nonlocal a
            c = 3

            def three():
                nonlocal a, b
                a += 10
                b += c
                return a, b, c
            return three
        return two
    return one()()


three = deep()
print(three(), three(), three.__code__.co_freevars, three.__closure__ is not None, [c.cell_contents for c in three.__closure__], type(three.__closure__[0]).__name__)


def unbound():
    def inner():
        return later
    try:
        inner()
    except NameError as error:
        print(type(error).__name__, error)
    later = "now"
    return inner()


print(unbound())


def local_unbound():
    try:
        print(x)
    except UnboundLocalError as error:
        print(type(error).__name__, error)
    x = 1
    del x
    try:
        x
    except UnboundLocalError as error:
        print(error)
    x = 2
    return x


print(local_unbound())


def deleted_cell():
    value = 5

    def inner():
        return value
    del value
    return inner


show(lambda: deleted_cell()())
show(lambda: deleted_cell().__closure__[0].cell_contents)


def parameter_cell(a, *rest, k=1, **kw):
    def inner():
        nonlocal a
        a += 1
        return a, rest, k, kw
    return inner


p = parameter_cell(1, 2, 3, k=4, z=5)
print(p(), p())
x = "global"


class Scope:
    x = "class"
    y = [x for _ in range(1)]
    z = x

    def method(self):
        return x

    both = (lambda self: x)


print(Scope.y, Scope.z, Scope().method(), Scope().both())


def function_scope():
    x = "function"

    class Inner:
        copied = x

        def method(self):
            return x

        x = "inner class"
        after = x
    x = "changed"
    return Inner.copied, Inner.after, Inner().method(), Inner.x


print(function_scope())


def class_cell():
    class A:
        def which(self):
            return __class__.__name__
    return A


print(class_cell()().which())


def accumulate():
    total = 0
    history = []

    def add(value):
        nonlocal total
        total += value
        history.append(total)
        return history
    return add


add = accumulate()
add(1), add(2)
print(add(3))


def shared_cells():
    state = {"n": 0}
    value = None

    def setter(v):
        nonlocal value
        value = v

    def getter():
        return value
    return setter, getter, state


s1, g1, _ = shared_cells()
s2, g2, _ = shared_cells()
s1("first"), s2("second")
print(g1(), g2())


def generator_closure():
    n = 0

    def bump():
        nonlocal n
        n += 10
    while n < 40:
        yield n, bump()
        n += 1


print(list(generator_closure()))
compose = lambda *fs: (lambda x: x) if not fs else lambda x: fs[0](compose(*fs[1:])(x))
print(compose(str, lambda v: v + 1, abs)(-5), (lambda a: (lambda b: (lambda c: (a, b, c))))(1)(2)(3))


def loop_variable():
    for i in range(3):
        def show_i():
            return i
    i = "after"
    return show_i()


def except_variable():
    e = "outer"
    try:
        raise ValueError("v")
    except ValueError as e:
        grab = lambda: e
        inside = str(grab())
    try:
        grab()
    except NameError as error:
        return inside, str(error)


print(loop_variable(), except_variable())
cell = (lambda: up).__closure__
print(cell, get.__closure__[0].cell_contents, get.__closure__[0] == get2.__closure__[0])
get.__closure__[0].cell_contents = 1000
print(get(), up())
