"""What the random programs use to say what they see: values, errors with their lines, frames. Nothing here prints an address."""
import os
import sys

_FAIL = int(os.environ.get("EIDER_FUZZ_FAIL", "0"))  # each such allocation of a program fails
_LIMIT = 300  # lines a program may say
_said = []


class Gate:
    """A context manager that lets errors of one class through or not."""

    def __init__(self, swallowed):
        self.swallowed = swallowed
        self.entered = 0

    def __enter__(self):
        self.entered += 1
        return self

    def __exit__(self, kind, error, trace):
        return kind is not None and issubclass(kind, self.swallowed)


class Place:
    """Whether there is one the system says: it raises in an instruction that compiled code leaves to the interpreter."""

    def __init__(self, n):
        self.n = n

    def there(self):
        try:
            os.stat(("/nothing", "/")[self.n & 1])  # without a branch: a trace is of both
        except OSError:
            return False
        return True


def show(value, depth=3):
    """The value as text, the same on every runtime."""
    kind = type(value)
    if value is None or kind in (bool, float, complex):
        return repr(value)
    if kind is int:
        return repr(value) if -1 << 80 < value < 1 << 80 else f"int of {value.bit_length()} bits, {value % 1000000007}"
    if kind in (str, bytes):
        return repr(value) if len(value) <= 80 else f"{repr(value[:30])}...{repr(value[-30:])} ({len(value)})"
    if depth == 0:
        return kind.__name__
    if kind in (list, tuple):
        inner = ", ".join(show(item, depth - 1) for item in value[:40])
        return f"{kind.__name__}({inner}; {len(value)})"
    if kind is dict:
        return "dict(" + ", ".join(show(k, depth - 1) + ": " + show(v, depth - 1) for k, v in list(value.items())[:40]) + ")"
    if kind in (set, frozenset):
        return f"{kind.__name__}(" + ", ".join(sorted(show(item, depth - 1) for item in value)) + ")"
    if isinstance(value, BaseException):
        return f"{kind.__name__}({', '.join(show(a, depth - 1) for a in value.args)})"
    if isinstance(value, type):
        return f"class {value.__name__}"
    if kind.__module__ == "builtins":
        return kind.__name__
    inner = [f"{name}={show(found, depth - 1)}" for name, found in sorted(getattr(value, "__dict__", {}).items())]
    inner += [f"{name}={show(getattr(value, name, '-'), depth - 1)}" for name in getattr(kind, "__slots__", ())]
    return f"{kind.__name__}({', '.join(inner)})"


def note(*values):
    if len(_said) < _LIMIT:
        _said.append(" ".join([show(value) for value in values]))


def error(e):
    """An error that was caught: what it says, where it went through, and what it came from."""
    if len(_said) >= _LIMIT:
        return
    if isinstance(e, RecursionError):  # how many frames there was room for, so how many of them catch one, is each runtime's own matter
        return
    if isinstance(e, MemoryError):  # where is each runtime's own matter
        _said.append(type(e).__name__)
        return
    places, trace = [], e.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    if isinstance(e, UnboundLocalError):  # python3.11 names the line before where it reads two locals in one instruction
        places[-1] = places[-1].split(":")[0]
    origin = e.__cause__ or e.__context__
    text = f"{type(e).__name__}: {e} [{' '.join(places)}]"
    _said.append(text + (f" from {type(origin).__name__}: {origin}" if origin is not None else ""))


def frames(levels):
    """The frames of the callers: names, lines, and their locals that are numbers."""
    if len(_said) >= _LIMIT:
        return 0
    frame, seen = sys._getframe(1), []
    for _ in range(levels):
        if frame is None or frame.f_code.co_name == "<module>":
            break
        found = [f"{k}={v!r}" for k, v in sorted(frame.f_locals.items()) if type(v) in (int, float, bool) and -1 << 80 < v < 1 << 80]
        seen.append(f"{frame.f_code.co_name}:{frame.f_lineno}({' '.join(found)})")
        frame = frame.f_back
    _said.append(" < ".join(seen))
    return len(seen)


def finish(function):
    """Runs a program's main function and prints what was said."""
    del _said[:]
    try:
        if _FAIL:
            sys._fail_allocations(_FAIL, _FAIL)
        result = function()
        if _FAIL:
            sys._fail_allocations(0)
        _said.append("returned " + show(result))
    except Exception as e:
        if _FAIL:
            sys._fail_allocations(0)
        if isinstance(e, RecursionError):
            _said.append(type(e).__name__)
        error(e)
    for line in _said:
        print("  " + line)
