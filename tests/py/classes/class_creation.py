# Class statements: __init_subclass__, metaclasses, __prepare__, __class_getitem__, type(), keywords, bodies, names, mutation.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class Plugin:
    registry = {}

    def __init_subclass__(cls, /, name=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.registry[name or cls.__name__.lower()] = cls


class A(Plugin): pass
class B(Plugin, name="bee"): pass
class C(B): pass


print(sorted(Plugin.registry), Plugin.registry["bee"] is B)


def bad_keyword():
    class X(Plugin, nope=1): pass


def object_keyword():
    class X(key=1): pass


show(bad_keyword)
show(object_keyword)
events = []


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        events.append(("prepare", name, len(bases), kw))
        return {"injected": 5}

    def __new__(mcls, name, bases, namespace, **kw):
        events.append(("new", name, sorted(k for k in namespace if not k.startswith("__")), kw))
        namespace["added"] = "by meta"
        return super().__new__(mcls, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kw):
        events.append(("init", name))
        super().__init__(name, bases, namespace)

    def __call__(cls, *args, **kwargs):
        events.append(("call", cls.__name__, args))
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        return instance == "looks like one" or super().__instancecheck__(instance)

    def __subclasscheck__(cls, other):
        return other is int or super().__subclasscheck__(other)

    def __len__(cls):
        return 42

    def __iter__(cls):
        return iter([1, 2, 3])

    def __getitem__(cls, key):
        return cls.__name__, key

    def __contains__(cls, item):
        return item == 7

    def __repr__(cls):
        return f"<meta {cls.__name__}>"

    def __add__(cls, other):
        return "class addition"


class M(metaclass=Meta, option=3):
    body = injected + 1

    def __init__(self, x):
        self.x = x


class N(M):
    pass


print(M(9).x, M.body, M.added, type(N).__name__, N(1).added)
for event in events:
    print(event)
print(len(M), list(M), M["k"], 7 in M, M, M + 1, isinstance("looks like one", M), isinstance(M(1), M), issubclass(int, M), issubclass(N, M), issubclass(str, M), isinstance(5, M))


class OtherMeta(type): pass


def metaclass_conflict():
    class X(M, metaclass=OtherMeta): pass


show(metaclass_conflict)


def function_metaclass(name, bases, namespace):
    return name, bases, sorted(k for k in namespace if not k.startswith("__"))


class F(int, metaclass=function_metaclass):
    attribute = 1


print(F)


class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


print(Generic[int], Generic[1, 2], list[int], dict[str, int], tuple[int, ...], type(list[int]).__name__, list[int]() == [], isinstance([], list))
show(lambda: int[5])
show(lambda: A[int])
show(lambda: Generic()[0])
T = type("T", (A,), {"x": 1, "f": lambda self: self.x})
print(T.__name__, T().f(), T.__bases__, T.__module__, type("Empty", (), {}).__dict__.get("x"), type(T) is type, type(type) is type, isinstance(type, object), type.__mro__)
for f in (lambda: type("X", (), 5), lambda: type("X", 5, {}), lambda: type(5, (), {}), lambda: type("X\0", (), {}), lambda: type("X", (5,), {}), lambda: type("X", (), {}, k=1), lambda: type(), lambda: object.__new__(5), lambda: object.__new__(int), lambda: int.__new__(str)):
    show(f)


class Body:
    """Doc of Body."""
    for i in range(3):
        exec(f"v{i} = {i}")
    print("in body:", sorted(k for k in locals() if k[0] in "vi"), __name__ == "__main__", __qualname__)
    if i == 2:
        def conditional(self): return "yes"
    del i
    x: int = 5
    y: str


print(Body.v2, Body().conditional(), Body.__doc__, Body.__annotations__, Body.__module__, Body.__qualname__, Body.__name__)


class Outer:
    class Inner:
        class Deep: pass

    def make(self):
        class Local: pass
        return Local


print(Outer.Inner.Deep.__qualname__, Outer().make().__qualname__, repr(Outer.Inner), str(int), repr(type(None)))
Outer.__name__ = "Renamed"
Outer.__qualname__ = "some.Renamed"
Outer.__doc__ = "late doc"
Outer.__module__ = "elsewhere"
print(Outer, Outer.__name__, Outer.__doc__)
show(lambda: setattr(Outer, "__name__", 5))
show(lambda: setattr(int, "__name__", "x"))
show(lambda: delattr(Outer, "__name__"))


class NewReturns:
    def __new__(cls, what):
        return super().__new__(cls) if what == "self" else what

    def __init__(self, what):
        print("init called with", what)


print(type(NewReturns("self")).__name__, NewReturns(5))


class InitReturns:
    def __init__(self):
        return 5


show(lambda: InitReturns())


class Singleton:
    instance = None

    def __new__(cls):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance


print(Singleton() is Singleton())


class Abstract:
    def run(self):
        raise NotImplementedError(type(self).__name__)


class Concrete(Abstract):
    pass


show(lambda: Concrete().run())
Concrete.run = lambda self: "added later"
c = Concrete()
print(c.run(), Concrete.__subclasses__(), Abstract.__subclasses__() == [Concrete])
del Concrete.run
show(c.run)


class Sub(Concrete):
    def __init_subclass__(cls):
        raise RuntimeError(f"{cls.__name__} may not be derived")


def derive():
    class Bad(Sub): pass


show(derive)


class WithDunder:
    __private = 1
    __dunder__ = 2

    def get(self):
        return self.__private, self.__dunder__, self._WithDunder__private

    def set(self, value):
        self.__own = value
        return sorted(self.__dict__)


print(WithDunder().get(), WithDunder().set(1), hasattr(WithDunder, "__private"), [n for n in dir(WithDunder) if "rivate" in n])
show(lambda: WithDunder.__private)
import abc


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...

    @property
    @abc.abstractmethod
    def name(self): ...


class Square(Shape):
    def area(self): return 4


class Full(Square):
    name = "full"


show(lambda: Shape())
show(lambda: Square())
print(Full().area(), Full().name, isinstance(Full(), Shape), sorted(Shape.__abstractmethods__))
