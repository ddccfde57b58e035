# global, nonlocal, del, assert; names in functions, classes, comprehensions, exec; builtins shadowed and restored.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


value = "module"


def reads():
    return value


def writes_local():
    value = "local"
    return value


def writes_global():
    global value, created
    value = "changed"
    created = "by function"
    return value


print(reads(), writes_local(), reads(), writes_global(), reads(), created)


def deletes_global():
    global created
    del created


deletes_global()
show(lambda: created)
show(deletes_global)


def nested_global():
    value = "enclosing"

    def inner():
        global value
        value = "from inner"
        return value
    return inner(), value


print(nested_global(), value)
show(lambda: undefined_name)


def undefined_global():
    return undefined_name + 1


show(undefined_global)


def shadow():
    len = lambda x: "shadowed"
    return len([])


print(shadow(), len([]))
len_before = len
len = lambda x: "module level"
print(len([1]))
del len
print(len([1]), len is len_before)


class Names:
    a = 1
    b = a + 1
    for c in range(3):
        pass
    d = [a for a in range(2)]
    del b
    if a:
        e = "conditional"
    try:
        raise ValueError
    except ValueError as error:
        f = type(error).__name__

    def g(self):
        return a


print(Names.a, hasattr(Names, "b"), Names.c, Names.d, Names.e, Names.f, hasattr(Names, "error"))
show(lambda: Names().g())


def class_global():
    class C:
        global made_in_class
        made_in_class = 7
    return hasattr(C, "made_in_class")


print(class_global(), made_in_class)
x = "outer"
print([x for x in "ab"], x, {x: x for x in "c"}, x, list(x for x in "d"), x)
print([(i, j) for i in range(2) for j in range(i + 1)], [y for x in [[1, 2], [3]] for y in x], x)


def walrus():
    found = [y := v * 2 for v in range(3)]
    if (n := len(found)) > 2:
        return found, y, n


print(walrus(), [last := c for c in "xyz"], last)
a = b = c = [0]
c.append(1)
print(a, b is c)
del a, b
show(lambda: a)
d = [1, 2, 3]
del d[0], d[-1]
print(d)
e = {"k": {"m": 1}}
del e["k"]["m"]
print(e)


def asserting(condition, *message):
    try:
        if message:
            assert condition, message[0]
        else:
            assert condition
        return "passed"
    except AssertionError as error:
        return "failed", error.args, str(error)


print(asserting(True), asserting(0), asserting([], "empty"), asserting(1, 1 / 1), asserting("", ("a", "tuple")), __debug__)


def delete_local():
    v = 1
    del v
    try:
        del v
    except UnboundLocalError as error:
        return str(error)


print(delete_local())
for i in range(3):
    pass
else:
    print("for else", i)
for i in []:
    pass
print(i)
while True:
    i += 1
    if i < 5:
        continue
    break
else:
    print("never")
print(i, __name__, "value" in globals(), "i" in locals(), locals() is globals())


def look():
    p, q = 1, 2
    return sorted(locals().items())


print(look())


def shadows_parameter(print_):
    print_ = print_ * 2
    return print_


print(shadows_parameter(4))
if True:
    conditional = "defined"
print(conditional)
with_tuple = 1, 2
(m, n), (o, p) = with_tuple, [3, 4]
print(m, n, o, p)
x: int = 5
y: "no value"
print(x, "y" in globals(), __annotations__)


def annotated_local():
    z: int
    w: str = "w"
    try:
        return z
    except UnboundLocalError as error:
        return w, str(error)


print(annotated_local())
