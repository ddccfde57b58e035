# print: sep, end, file, flush, objects with odd str, broken files; sys.stdout replaced.
import sys


def show(f):
    try:
        print(repr(f()), file=sys.__stdout__)
    except BaseException as error:
        print(type(error).__name__ + ":", error, file=sys.__stdout__)


print()
print(1)
print(1, 2, "three", None, [4], sep="-")
print("a", "b", sep="", end="|\n")
print("no newline", end="")
print(" continues", end=None, sep=None)
print(*range(5), sep=", ", end="!\n")
print("multi\nline", "tab\t", "\x41", "é€🦆")
print("", "", sep="x")
print(end="only end\n")
print([], (), {}, set(), "", b"", 0, 0.0, False, None)
print("flush", flush=True)


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.parts.append("<flush>")


w = Writer()
print(1, "a", sep="+", end="$", file=w, flush=True)
print(file=w)
print(w.parts)
old, sys.stdout = sys.stdout, Writer()
print("captured", 5)
captured, sys.stdout = sys.stdout.parts, old
print(captured)
show(lambda: print(1, sep=5))
show(lambda: print(1, end=5))
show(lambda: print(1, file=5))
show(lambda: print(1, file="text"))
show(lambda: print(1, nope=5))
show(lambda: print(1, file=None))


class Broken:
    def write(self, text):
        raise OSError("disk full")


class BadStr:
    def __str__(self):
        raise ValueError("no str")


class OnlyRepr:
    def __repr__(self):
        return "only repr"


class NotText:
    def __str__(self):
        return 5


class NoFlush:
    def write(self, text):
        pass


show(lambda: print("x", file=Broken()))
show(lambda: print(BadStr()))
show(lambda: print("before", BadStr(), file=w))
print(w.parts[-2:])
print(OnlyRepr(), [OnlyRepr()], {1: OnlyRepr()})
show(lambda: print(NotText()))
show(lambda: print("x", file=NoFlush(), flush=True))
sys.stdout = None
print("lost, no error")
sys.stdout = old
del sys.stdout
try:
    print("x")
except RuntimeError as error:
    sys.stdout = old
    print(error)
sys.stdout.write("written directly\n")
print(sys.stdout.write("12345\n"), sys.stdout.writable(), sys.stdout.readable(), sys.stdout.encoding.lower(), sys.stdout.name, sys.stdout.isatty())
import io
buffer = io.StringIO()
print("into", "memory", file=buffer)
print(repr(buffer.getvalue()))
for i in range(3):
    print(i, end=" " if i < 2 else "\n")
print("%s" % "x", "{}".format("y"), f"{'z'}", sep="")
print(print(print()))
print("a" * 100000 == "a" * 100000, len("x" * 5000))
print("long: " + "y" * 300)
