# Types of the interpreter's own objects make none for the program, whichever way it asks; a half made one is no danger.
import io
import types


class Empty:
    __slots__ = ("slot",)


TYPES = (
    type(len), type(str.join), type(abs.__call__), type(int.__add__), type(int.real), type(Empty.slot), type(dict.__dict__["fromkeys"]),
    types.GeneratorType, types.FrameType, type({}.keys()), type(iter([])), type(iter({})), type(iter("")), type(int | str),
)
for cls in TYPES:
    for make in (lambda: cls(), lambda: object.__new__(cls), lambda: cls.__new__(cls)):
        try:
            print(cls.__name__, type(make()).__name__)
        except TypeError as e:
            print(cls.__name__, e)

half = super.__new__(super)
for use in (repr, lambda s: s.x, lambda s: s.__thisclass__, lambda s: s.__self__, lambda s: s.__get__(1, int), lambda s: s == s):
    try:
        print(use(half))
    except Exception as e:
        print(type(e).__name__, e)

for cls in (io.BufferedRWPair, io.BufferedReader, io.TextIOWrapper):
    half = cls.__new__(cls)
    for name in ("isatty", "fileno", "read", "readline", "write", "flush", "seek", "tell", "peek", "detach"):
        if hasattr(cls, name):
            try:
                getattr(half, name)(*["x"] * (name in ("write", "seek")))
                print(cls.__name__, name, "went")
            except Exception as e:
                print(cls.__name__, name, type(e).__name__)
