# object and type: what every object has, defaults of special methods, type relations, identity, attribute of types, new instances.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


o, p = object(), object()
print(o == o, o == p, o != p, o is o, hash(o) == hash(o), bool(o), type(o), isinstance(o, object), str(o) == repr(o), repr(o).startswith("<object object at 0x"), o.__class__, o.__doc__ is not None, dir(o) == dir(p))
for f in (lambda: o.x, lambda: setattr(o, "x", 1), lambda: o < p, lambda: o + p, lambda: o(), lambda: o[0], lambda: len(o), lambda: iter(o), lambda: o.__dict__, lambda: object(1), lambda: object(x=1), lambda: int(o), lambda: o in o, lambda: -o, lambda: vars(o), lambda: format(o, "x"), lambda: o.__lt__(p), lambda: o.__eq__(p), lambda: o.__eq__(o), lambda: o.__ne__(o), lambda: object.__new__(object).__class__, lambda: o.__reduce_ex__(2)[0].__name__, lambda: o.__init__(5), lambda: object.__init__(o), lambda: delattr(o, "x")):
    show(f)
print(type(type), type(object), isinstance(type, object), isinstance(object, type), issubclass(type, object), issubclass(object, type), type.__bases__, object.__bases__, type.__mro__, type(int), type(type(5)), type.__base__)
for cls in (int, str, list, dict, tuple, set, float, bool, type(None), type(...), range, slice, object, type, Exception, ValueError):
    print(cls.__name__, cls.__qualname__, cls.__module__, cls.__bases__, [c.__name__ for c in cls.__mro__], isinstance(cls, type), cls.__basicsize__ > 0, cls.__dictoffset__ is not None)


class Plain:
    pass


class Child(Plain):
    attribute = 1

    def method(self):
        pass


x = Child()
print(x.__class__ is Child, Child.__class__ is type, x.__dict__, Child.__name__, sorted(k for k in Child.__dict__), Child.__weakref__ is not None, x.__module__, Child.__doc__, repr(Child), str(x).startswith("<__main__.Child object at 0x"), x.__hash__() == hash(x), x.__sizeof__() > 0, x.__dir__() != [], Child.__subclasses__(), Plain.__subclasses__())
print(Child == Child, Child != Plain, hash(Child) == hash(Child), {Child: 1}[Child], bool(Child), callable(Child), Child is type(x), type(x)() is not x, Child.mro(), isinstance(x, (int, Plain)), issubclass(Child, (int, Plain)))
for f in (lambda: Child.nope, lambda: Child < Plain, lambda: Child[0], lambda: Child | int, lambda: len(Child), lambda: Child + Child, lambda: setattr(Child, "__dict__", {}), lambda: Child.__dict__.__setitem__("a", 1), lambda: setattr(Child, "__class__", int), lambda: setattr(int, "x", 1), lambda: setattr(Child, 5, 1), lambda: type.__call__(5), lambda: type.__new__(type), lambda: type.mro(), lambda: Child.__init__(), lambda: Child.__new__(), lambda: Child.__new__(int), lambda: object.__new__(), lambda: super(Child).x, lambda: Child.__getattribute__(x, "attribute"), lambda: object.__getattribute__(x, "nope"), lambda: object.__setattr__(5, "a", 1), lambda: object.__setattr__(x, 5, 1), lambda: type.__setattr__(int, "a", 1), lambda: type.__getattribute__(Child, "attribute")):
    show(f)
object.__setattr__(x, "raw", 1)
type.__setattr__(Child, "on_type", 2)
print(x.raw, x.on_type, x.__getattribute__("raw"), x.__setattr__("s", 3), x.s, x.__delattr__("s"), hasattr(x, "s"), Child.__call__().__class__.__name__, type.__instancecheck__(Child, x), type.__subclasscheck__(Plain, Child))
singletons = [None, True, False, ..., NotImplemented, (), "", 0]
print([type(s).__name__ for s in singletons], [s is type(s)() if type(s) in (type(None), type(...), type(NotImplemented)) else "-" for s in singletons], type(None)() is None, bool() is False, None.__class__, repr(None), str(...), hash(None) == hash(None), None == None, None != 0, None is not False)
show(lambda: None < None)
show(lambda: None + None)
show(lambda: None.__bool__())
show(lambda: NotImplemented.x)
show(lambda: type(None)(5))
a = b = Plain()
c = Plain()
print(a is b, a is c, a == b, a == c, id(a) == id(b), id(a) != id(c), a in [c], a in [b], [a].index(b), {a: 1}.get(c), len({a, b, c}))
