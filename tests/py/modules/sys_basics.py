# sys: version, limits, arguments, modules, streams, exc_info, frames, intern, hooks, exit in a try.
import sys


def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


print(sys.version_info[:2], sys.version_info >= (3, 11), sys.version_info.major, sys.version_info.releaselevel, sys.hexversion >> 16 == 0x30b, sys.version.startswith("3.11"), sys.byteorder, sys.platform)
print(sys.maxsize, sys.maxunicode, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.float_info.mant_dig, sys.int_info.default_max_str_digits, sys.hash_info.modulus, sys.hash_info.inf, sys.hash_info.width)
print(type(sys.argv).__name__, len(sys.argv), sys.argv[0].endswith("sys_basics.py"), isinstance(sys.path, list), "sys" in sys.modules, sys.modules["sys"] is sys, "builtins" in sys.builtin_module_names, sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getrecursionlimit(), sys.flags.optimize, sys.dont_write_bytecode, sys.byteorder in ("little", "big"))
print(sys.stdin is not None, sys.stdout.fileno(), sys.stderr.fileno(), sys.stdout is sys.__stdout__, sys.stderr.name, sys.stdin.readline() == "", sys.stdin.read() == "")
a = sys.intern("made " + "up")
b = sys.intern("made up")
print(a is b, sys.getsizeof([]) > 0, sys.getsizeof(1) > 0, sys.getrefcount(object()) > 0, callable(sys.exit))
show(lambda: sys.intern(5))
show(lambda: sys.setrecursionlimit("a"))
show(lambda: sys.exit())
show(lambda: sys.exit(3))
show(lambda: sys.exit("text"))
show(lambda: sys.exit(1, 2))
show(lambda: sys.getsizeof())
show(lambda: sys.nope)


def frame_names():
    frame = sys._getframe()
    names = []
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def caller():
    local = 5
    return frame_names(), sys._getframe(0).f_locals, sys._getframe(1).f_code.co_name, sys._getframe().f_lineno > 0


print(caller())
show(lambda: sys._getframe(1000))
try:
    raise ValueError("x")
except ValueError:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1], sys.exc_info()[2] is not None)
print(sys.exc_info())
shown = []
sys.displayhook, old = shown.append, sys.displayhook
exec(compile("1 + 1", "<s>", "single"))
sys.displayhook = old
print(shown)
old(None)
old(7)
import builtins
print(builtins._)
del builtins._
print(sys.implementation.name.islower(), sys.implementation.version[:2] >= (0, 1), sys.copyright != "", sys.executable != "", sys.prefix != "", sys.api_version > 1000, sys.call_tracing.__name__, sys.thread_info.name)
print(sys.get_int_max_str_digits())
sys.set_int_max_str_digits(0)
print(len(str(10 ** 5000)))
sys.set_int_max_str_digits(4300)
show(lambda: len(str(10 ** 5000)))
show(lambda: sys.set_int_max_str_digits(100))
interval = sys.getswitchinterval()
sys.setswitchinterval(0.001)
print(round(sys.getswitchinterval(), 4), 0 < interval < 1)
show(lambda: sys.setswitchinterval(-1))
sys.setswitchinterval(interval)
events = []


def tracer(frame, event, arg):
    if frame.f_code.co_name == "traced":
        events.append((event, frame.f_lineno - frame.f_code.co_firstlineno, arg if event == "return" else None))
        return tracer


def traced(n):
    total = 0
    for i in range(n):
        total += i
    return total


sys.settrace(tracer)
traced(2)
sys.settrace(None)
print(events, sys.gettrace())
calls = []
sys.setprofile(lambda frame, event, arg: calls.append((event, frame.f_code.co_name)))
traced(1)
sys.setprofile(None)
print(calls[:4])
print(sorted(k for k in sys._current_frames())[0] > 0, sys.is_finalizing(), sys.getallocatedblocks.__name__, sys.float_repr_style)
