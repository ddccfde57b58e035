# What a metaclass's mro() sees of the class that is being made, and what it may not do with it.
class Meta(type):
    def mro(cls):
        if cls.__mro__ is None and cls.__name__ != "Sub":
            print(cls.__name__, "has no MRO yet")
            try:
                super(cls, cls).missing
            except AttributeError:
                print("nothing is found behind it")
            try:
                type("Sub", (cls,), {})
            except TypeError as error:
                print(error)
            if "f" in vars(cls):
                print(vars(cls)["f"]() is cls)
        return super().mro()


class Made(metaclass=Meta):
    def f():
        return __class__


class Below(Made):
    pass


print(Made.__mro__, Below.__mro__)

# Names of classes and slots are text that can be encoded, and identifiers.
for make in (lambda: type("\udcdc", (), {}), lambda: type("A", (), {"__doc__": "x\udcdcy"}), lambda: type("A", (), {"__slots__": [chr(128)]}),
             lambda: setattr(Made, "__name__", "A\udcdc")):
    try:
        make()
    except (UnicodeEncodeError, TypeError) as error:
        print(type(error).__name__, error)

# The first base that is a sequence or a mapping to `match` decides.
import collections.abc


class Both(collections.UserDict, collections.abc.Sequence):
    pass


class Other(collections.UserList, dict):
    pass


for value in (Both(), Other()):
    match value:
        case [*_]:
            print(type(value).__name__, "sequence")
        case {}:
            print(type(value).__name__, "mapping")

# A bound method has no __get__: as a class method it is called as it is.
class Holder:
    def foo(self, cls):
        return self, cls


class User:
    bar = classmethod(Holder().foo)


print(User.bar()[1] is User)

# A descriptor that fails where a comparison looks for its method is a comparison that is not implemented.
class Failing:
    @property
    def __eq__(self):
        raise AttributeError("no")


one, two = Failing(), Failing()
print(one == one, one == two)
