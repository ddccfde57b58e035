# __dict__ of instances of native types that have their own idea of it, met through a class's descriptor.
import types


class Base:
    pass


def show(what, action):
    try:
        action()
        print(what, "works")
    except (AttributeError, TypeError) as error:
        print(what, type(error).__name__)


class Meta1(type, Base):
    pass


class Meta2(Base, type):
    pass


for meta in (Meta1, Meta2):
    made = meta("Made", (), {})
    show("set", lambda: setattr(made, "__dict__", {}))
    show("delete", lambda: delattr(made, "__dict__"))
    show("descriptor", lambda: Base.__dict__["__dict__"].__set__(made, {}))
    print(type(made.__dict__).__name__)


class Module(Base, types.ModuleType):
    pass


module = Module("spam")
show("set", lambda: setattr(module, "__dict__", {}))
module.__dict__["eggs"] = 1
print(module.eggs)


class Error(Base, Exception):
    pass


error = Error()
show("set", lambda: setattr(error, "__dict__", {"a": 1}))
print(error.a)
show("delete", lambda: delattr(error, "__dict__"))
