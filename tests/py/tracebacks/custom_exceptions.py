# stderr: how exceptions of several kinds are named: modules, nested classes, no text, several arguments, odd __str__, notes
import sys


class Simple(Exception):
    pass


class Outer:
    class Nested(Exception):
        pass


class BadStr(Exception):
    def __str__(self):
        raise ValueError("no text")


class EmptyStr(Exception):
    def __str__(self):
        return ""


class MultiLine(Exception):
    def __str__(self):
        return "first line\nsecond line"


def noted():
    error = Simple("with notes")
    error.add_note("a note")
    error.add_note("another\non two lines")
    return error


def local():
    class Local(Exception):
        pass
    return Local("local class")


for error in (Simple(), Simple("text"), Simple("a", 2), Outer.Nested("nested"), BadStr("x"), EmptyStr("x"), MultiLine(), noted(), local(), KeyError("key"), KeyError(), SystemExit("se"), KeyboardInterrupt(), StopIteration(5), OSError(2, "No such file or directory", "f"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad byte"), AssertionError(), Exception(None), ValueError("\u20ac")):
    try:
        raise error
    except BaseException:
        sys.__excepthook__(*sys.exc_info())
raise noted()
