# What __index__ gives: an exact int, a warning for an instance of a subclass, TypeErrors that name the type.
import operator
import warnings

warnings.simplefilter("always")


def show(what, call):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            result = repr(call())
        except Exception as e:
            result = f"{type(e).__name__}: {e}"
    print(what, result, *[str(w.message) for w in seen])


class Big(int):
    pass


class GivesBool:
    def __index__(self):
        return True


class GivesBig:
    def __index__(self):
        return Big(7)


class GivesText:
    def __index__(self):
        return "7"


class Raises:
    def __index__(self):
        raise KeyError("index")


class NoIndex:
    pass


for make in (Big, GivesBool, GivesBig, GivesText, Raises, NoIndex, lambda: True, lambda: 2.0, lambda: "1", lambda: None):
    name = getattr(make, "__name__", "?")
    show(f"index {name}", lambda: (operator.index(make()), type(operator.index(make()))))
    show(f"list[{name}]", lambda: [1, 2][make()])
    show(f"range({name})", lambda: range(make()))
    show(f"{name} in bytes", lambda: make() in b"\x01\x07")
    show(f"bytes = {name}", lambda: bytearray(b"abc").__setitem__(slice(0, 1), make()))
    show(f"from_bytes {name}", lambda: int.from_bytes(make(), "big"))

for text in (b"\xff", bytearray(b"x1"), b"", b"1\x002", "1 2", "\ud800"):
    show(f"int({text!a})", lambda: int(text))
    show(f"int({text!a}, 16)", lambda: int(text, 16))

show("del list[object]", lambda: exec("del x['a']", {"x": (1, 2)}))
show("del tuple[int]", lambda: exec("del x[0]", {"x": (1, 2)}))
show("del int[int]", lambda: exec("del x[0]", {"x": 1}))
show("del object[int]", lambda: exec("del x[0]", {"x": NoIndex()}))
show("del object[str]", lambda: exec("del x['a']", {"x": NoIndex()}))
show("object *= str", lambda: exec("x *= 'a'", {"x": NoIndex()}))
show("float *= str", lambda: exec("x *= 'a'", {"x": 1.5}))
show("int *= str", lambda: exec("x *= 'a'; print(x)", {"x": 2}))
show("Ellipsis type", lambda: type(...)(1))
show("None type", lambda: type(None)(1))
show("NotImplemented type", lambda: type(NotImplemented)(1))
show("type with None", lambda: type("A", None, {}))
show("type with None dict", lambda: type("A", (), None))
