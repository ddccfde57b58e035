# Descriptors: data and non-data, on instances and classes, __set_name__, functions as descriptors, precedence, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class Data:
    def __set_name__(self, owner, name):
        self.where = owner.__name__, name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return "data", instance.__dict__.get("_" + self.where[1]), owner.__name__

    def __set__(self, instance, value):
        instance.__dict__["_" + self.where[1]] = value

    def __delete__(self, instance):
        instance.__dict__.pop("_" + self.where[1], None)


class NonData:
    def __get__(self, instance, owner):
        return "non-data", instance is None, owner.__name__


class OnlySet:
    def __set__(self, instance, value):
        instance.__dict__["stored"] = value


class OnlyDelete:
    def __delete__(self, instance):
        print("deleted")


class Owner:
    data = Data()
    non = NonData()
    only = OnlySet()
    gone = OnlyDelete()


class Child(Owner):
    pass


o = Owner()
print(o.data, Owner.data.where, o.non, Owner.non, Child().non, type(o.only).__name__)
o.data = 5
o.__dict__["data"] = "hidden"
o.non = "instance wins"
o.only = 9
o.__dict__["only"] = "visible, there is no __get__"
print(o.data, o.non, o.only, o.__dict__)
del o.data
del o.non
del o.gone
print(o.data, o.non, Child().data)
show(lambda: delattr(o, "only"))
show(lambda: setattr(o, "gone", 1))
Owner.data = "class attribute replaced"
print(o.data)
late = Data()
Owner.late = late
show(lambda: o.late)


class Validated:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__[self.name]

    def __set__(self, instance, value):
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.name} must be in {self.low}..{self.high}, not {value}")
        instance.__dict__[self.name] = value


class Settings:
    volume = Validated(0, 10)
    speed = Validated(1, 3)

    def __init__(self, volume, speed):
        self.volume, self.speed = volume, speed


s = Settings(5, 2)
s.volume += 4
print(s.volume, s.__dict__)
show(lambda: setattr(s, "volume", 11))
show(lambda: Settings(1, 9))


class CachedProperty:
    def __init__(self, function):
        self.function = function

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Lazy:
    count = 0

    @CachedProperty
    def value(self):
        Lazy.count += 1
        return "computed"


l = Lazy()
print(l.value, l.value, Lazy.count)


class MyMethod:
    def __init__(self, f):
        self.f = f

    def __get__(self, instance, owner):
        return lambda *args: (owner.__name__, self.f(instance, *args))


class UsesMethod:
    @MyMethod
    def m(self, x):
        return x * 2

    @classmethod
    def cm(cls):
        return cls.__name__

    sm = staticmethod(lambda: "static")
    builtin = len
    lam = lambda self: "lambda method"
    cls_lambda = classmethod(lambda cls: cls.__name__)


u = UsesMethod()
print(u.m(4), u.cm(), u.sm(), UsesMethod.sm(), u.builtin([1, 2]), u.lam(), u.cls_lambda(), staticmethod(len)("abc"), UsesMethod.__dict__["cm"].__get__(None, int)())


class Meta(type):
    @property
    def description(cls):
        return "class " + cls.__name__

    def __getattr__(cls, name):
        return f"{cls.__name__} has no {name}"


class WithMeta(metaclass=Meta):
    own = NonData()


print(WithMeta.description, WithMeta.anything, WithMeta.own)
show(lambda: WithMeta().description)
show(lambda: WithMeta().anything)


class BadSetName:
    def __set_name__(self, owner, name):
        raise KeyError("refused")


def failing_class():
    class Failing:
        attribute = BadSetName()


try:
    failing_class()
except RuntimeError as error:
    print(type(error).__name__, error, "|", type(error.__cause__).__name__)


class GetRaises:
    def __get__(self, instance, owner):
        raise AttributeError("from descriptor")


class Holder:
    broken = GetRaises()

    def __getattr__(self, name):
        return f"fallback for {name}"


print(Holder().broken, getattr(Holder, "broken", "class default"))
class Slotted:
    __slots__ = ("a",)


d = Slotted.__dict__["a"]
x = Slotted()
d.__set__(x, 5)
print(d.__get__(x), d.__name__, type(d).__name__, x.a, d.__objclass__.__name__)
show(lambda: d.__get__(5))
show(lambda: d.__set__(object(), 1))
print(str.upper.__get__("abc")(), list.append.__get__([])(1), int.__dict__["real"].__get__(5), type(int.__dict__["real"]).__name__, type(str.__dict__["upper"]).__name__, type(dict.__dict__["fromkeys"]).__name__, type(object.__dict__["__init__"]).__name__)
