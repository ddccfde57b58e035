# Attributes that are found are read the same way whether the class has a __getattr__ or not; it is asked for what is not found, also when
# that changes under a place that has read the attribute many times.
class Base:
    shared = "class"
    __slots__ = ("member", "__dict__")

    def __init__(self, x):
        self.x = x
        self.member = -x

    def method(self):
        return self.x

    @property
    def prop(self):
        if self.x < 0:
            raise AttributeError("prop of a negative one")
        return self.x * 2

    def __getattr__(self, name):
        return f"<{name}>"


class Derived(Base):
    pass


def read(o):
    out = []
    for what in (lambda: o.x, lambda: o.member, lambda: o.shared, lambda: o.prop, lambda: o.missing, lambda: o.method):
        try:
            value = what()
            out.append(value() if callable(value) else value)
        except AttributeError as e:
            out.append(str(e))
    return out


def many(o, name_read, change=None, undo=None):
    seen = []
    for i in range(3000):
        if i == 1500 and change:
            change()
        if i == 2900 and undo:
            undo()
        value = name_read(o)
        if not seen or seen[-1] != value:
            seen.append(value)
    return seen


for cls in Base, Derived:
    o = cls(3)
    for _ in range(300):
        last = read(o)
    print(cls.__name__, last)
    print(many(o, lambda o: o.x, lambda: delattr(o, "x"), lambda: setattr(o, "x", 4)))
    print(many(o, lambda o: o.member, lambda: delattr(o, "member"), lambda: setattr(o, "member", 1)))
    print(many(o, lambda o: o.prop, lambda: setattr(o, "x", -1), lambda: setattr(o, "x", 8)))
    print(many(o, lambda o: o.shared, lambda: setattr(cls, "shared", "new"), lambda: setattr(o, "shared", "own")))
    print(many(o, lambda o: o.method(), lambda: setattr(o, "method", lambda: "own"), lambda: delattr(o, "method")))
    print(many(o, lambda o: o.missing, lambda: setattr(o, "missing", 1), lambda: delattr(o, "missing")))
    o.later = 1

    def found(self, name):
        return "all"

    print(many(o, lambda o: o.later, lambda: setattr(cls, "__getattribute__", found), lambda: delattr(cls, "__getattribute__")))
    print(many(o, lambda o: o.nothing, lambda: setattr(cls, "__getattr__", lambda self, name: name.upper())))
    print(many(o, lambda o: o.later, lambda: setattr(o, "__dict__", {"later": 2})))


class Raises(Base):
    def __getattr__(self, name):
        raise AttributeError("no " + name)


r = Raises(1)
for _ in range(500):
    try:
        print(r.absent)
    except AttributeError as e:
        text = str(e)
    assert r.x == 1 and r.method() == 1 and getattr(r, "absent", 5) == 5 and not hasattr(r, "nope")
print(text)
