# Attribute access: lookup order, class versus instance, deletion, __dict__, __getattr__ and friends, errors with names.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class Duck:
    legs = 2
    tags = []

    def __init__(self, name):
        self.name = name

    def quack(self):
        return self.name + " quacks"


a, b = Duck("a"), Duck("b")
print(a.legs, Duck.legs, a.name, a.quack(), a.__dict__, vars(b))
a.legs = 3
a.tags.append("shared")
print(a.legs, b.legs, Duck.legs, b.tags, a.__dict__)
Duck.legs = 4
Duck.wings = 2
print(a.legs, b.legs, b.wings, hasattr(a, "wings"), getattr(b, "name"), getattr(b, "none", "default"))
del a.legs
print(a.legs, "legs" in a.__dict__, sorted(Duck.__dict__)[-4:])
a.quack = lambda: "own quack"
print(a.quack(), b.quack())
del a.quack
print(a.quack())
setattr(a, "with space", 1)
a.__dict__["direct"] = 2
print(a.direct, getattr(a, "with space"), a.__dict__)
a.__dict__ = {"name": "replaced"}
print(a.name, a.__dict__, hasattr(a, "direct"))
for f in (lambda: a.nope, lambda: Duck.nope, lambda: delattr(a, "legs"), lambda: delattr(a, "nope"), lambda: delattr(Duck, "nope"), lambda: getattr(a, "x", ), lambda: getattr(a, 5), lambda: setattr(a, 5, 1), lambda: setattr(5, "x", 1), lambda: None.x, lambda: setattr(None, "x", 1), lambda: setattr(object(), "x", 1), lambda: setattr(int, "x", 1), lambda: delattr(str, "upper"), lambda: setattr(a, "__dict__", 5), lambda: setattr(a, "__class__", 5), lambda: setattr(a, "__class__", int), lambda: "text".nope, lambda: [].nope, lambda: (lambda: 0).nope, lambda: len.nope, lambda: Duck.quack.nope, lambda: a.quack.nope, lambda: type.nope, lambda: object().x):
    show(f)


class Goose:
    honk = "honk"


b.__class__ = Goose
print(type(b).__name__, b.honk, b.name, isinstance(b, Duck), b.__class__ is Goose)
show(lambda: b.quack)


class Fallback:
    present = "present"

    def __init__(self):
        self.asked = []

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(f"no such thing: {name}")
        self.asked.append(name)
        return name.upper()


f = Fallback()
print(f.present, f.absent, f.other, f.asked, hasattr(f, "nothing"), hasattr(f, "yes"), getattr(f, "none", "default"))
show(lambda: f.nothing)


class Everything:
    def __init__(self):
        object.__setattr__(self, "log", [])
        object.__setattr__(self, "data", {"x": 1})

    def __getattribute__(self, name):
        if name in ("log", "data"):
            return object.__getattribute__(self, name)
        self.log.append(("get", name))
        if name in self.data:
            return self.data[name]
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        self.log.append(("set", name))
        self.data[name] = value

    def __delattr__(self, name):
        self.log.append(("del", name))
        del self.data[name]


e = Everything()
e.y = 2
e.y += 5
del e.x
print(e.y, e.log, e.data)
show(lambda: e.missing)
show(lambda: delattr(e, "missing"))
print(len(e.log), hasattr(e, "y"), e.__class__.__name__)


class Both:
    def __getattribute__(self, name):
        raise AttributeError("first")

    def __getattr__(self, name):
        return f"second {name}"


print(Both().anything, Both().__class__)


class Frozen:
    def __init__(self):
        object.__setattr__(self, "value", 1)

    def __setattr__(self, name, value):
        raise TypeError(f"cannot set {name}")


z = Frozen()
show(lambda: setattr(z, "value", 2))
object.__setattr__(z, "value", 3)
print(z.value)


class Property:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        "the x"
        return self._x

    @x.setter
    def x(self, value):
        self._x = value * 10

    @x.deleter
    def x(self):
        self._x = "deleted"

    @property
    def readonly(self):
        return "ro"

    @property
    def fails(self):
        return self.inner_missing


p = Property()
p.x = 5
print(p.x, Property.x.__doc__, type(Property.x).__name__, p.__dict__)
del p.x
print(p.x)
p.__dict__["x"] = "hidden by the property"
print(p.x, p.readonly)
show(lambda: setattr(p, "readonly", 1))
show(lambda: delattr(p, "readonly"))
show(lambda: p.fails)
show(lambda: Property.x.__get__(5))
print(hasattr(p, "fails"), Property.x.fget(p), property(lambda self: 7).__get__(p), Property.x.__get__(None, Property) is Property.x)
many = Duck("many")
for i in range(200):
    setattr(many, f"attr{i}", i)
print(sum(getattr(many, f"attr{i}") for i in range(200)), len(many.__dict__))
for i in range(0, 200, 2):
    delattr(many, f"attr{i}")
print(len(vars(many)), hasattr(many, "attr0"), many.attr1, list(vars(many))[:3])
many.attr0 = "again"
print(list(vars(many))[-1], many.attr0, sorted(k for k in dir(many) if not k.startswith("__"))[:3])
