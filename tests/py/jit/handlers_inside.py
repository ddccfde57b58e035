# Exceptions that functions which compiled code follows handle themselves: values, tracebacks, the handled exception, nesting, what
# raises again, what is seen of frames, tuples of classes made anew each time.
import sys


class Own(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def trace_of(error):
    out, t = [], error.__traceback__
    while t is not None:
        code = t.tb_frame.f_code
        out.append(f"{code.co_name}+{t.tb_lineno - code.co_firstlineno}")
        t = t.tb_next
    return " ".join(out)


def get(table, key):
    try:
        return table[key]
    except KeyError:
        return None


def get_named(table, key):
    try:
        return table[key]
    except KeyError as error:
        return error.args[0] * 2


def run_get(n):
    table, total, missing = {i: i for i in range(0, 100, 2)}, 0, 0
    for i in range(n):
        value = get(table, i % 100)
        if value is None:
            missing += 1
        else:
            total += value
        total += get_named(table, i % 10)
    return total, missing, sys.exc_info()


print(run_get(2000))


def number(text):
    try:
        return int(text)
    except (ValueError, TypeError):
        return -1


def kind(value):
    return "number" if isinstance(value, (int, float)) else "text" if isinstance(value, (str, bytes)) else "other"


def run_number(n):
    texts, total, kinds = ["1", "x", None, "22", "y", 5], 0, {}
    for i in range(n):
        text = texts[i % 6]
        total += number(text)
        kinds[kind(text)] = kinds.get(kind(text), 0) + 1
    return total, kinds


print(run_number(2000))


def check(i):
    if i % 3 == 0:
        raise Own(i)
    if i % 5 == 0:
        raise ValueError
    return i


def deep(i):
    return check(i) + 1


def guarded(i, seen):
    try:
        return deep(i)
    except Own as error:
        seen.add((trace_of(error), error.__context__ is None, sys.exc_info()[1] is error))
        return error.code * 10
    except ValueError as error:
        seen.add((trace_of(error), sorted(error.__traceback__.tb_frame.f_locals)[-1]))
        return 0


def run_guarded(n):
    total, seen = 0, set()
    for i in range(n):
        total += guarded(i, seen)
        assert sys.exc_info() == (None, None, None)
    return total, sorted(seen)


print(run_guarded(2000))


class Log:
    def __init__(self):
        self.ends = 0


def cleaned(log, i):
    try:
        return check(i)
    finally:
        log.ends += 1


def translate(log, i):
    try:
        return cleaned(log, i)
    except Own as error:
        raise KeyError("own") from error
    except ValueError:
        raise KeyError("value")


def outer(log, i, seen):
    try:
        try:
            return translate(log, i)
        except KeyError as error:
            seen.add((error.args, trace_of(error), type(error.__cause__).__name__, type(error.__context__).__name__,
                      trace_of(error.__context__), error.__suppress_context__))
            return 1
    finally:
        log.ends += 1


def run_outer(n):
    log, seen, total = Log(), set(), 0
    for i in range(n):
        total += outer(log, i, seen)
    return total, log.ends, sorted(seen)


print(run_outer(2000))


class Manager:
    def __init__(self, swallows):
        self.swallows = swallows
        self.exits = []

    def __enter__(self):
        return self

    def __exit__(self, cls, error, traceback):
        if cls is not None:
            self.exits.append(traceback.tb_lineno - traceback.tb_frame.f_code.co_firstlineno)
        return self.swallows


def inside(manager, i):
    with manager:
        check(i)
        return i
    return -1


def run_inside(n):
    yes, no, total = Manager(True), Manager(False), 0
    for i in range(n):
        total += inside(yes, i)
        try:
            total += inside(no, i)
        except (Own, ValueError) as error:
            total += len(trace_of(error))
    return total, len(yes.exits), sorted(set(yes.exits)), len(no.exits)


print(run_inside(2000))


def looks(i, kept):
    here = i * 2
    try:
        check(i)
    except Own as error:
        frame = error.__traceback__.tb_frame
        if i % 300 == 0:
            kept.append(error)
        return frame.f_locals["here"] + (frame.f_back.f_code.co_name == "run_looks") + (sys._getframe().f_locals["here"] == here)
    except ValueError:
        return 7
    return 0


def run_looks(n):
    kept, total = [], 0
    for i in range(n):
        total += looks(i, kept)
    return total, [(error.code, error.__traceback__.tb_frame.f_locals["i"]) for error in kept]


print(run_looks(2000))


def during(i):
    try:
        check(i)
    except Exception:
        handled = sys.exc_info()[1]
        try:
            {}[i]
        except KeyError as error:
            return error.__context__ is handled, sys.exc_info()[1] is error
        finally:
            assert sys.exc_info()[1] is handled
    return None


def run_during(n):
    seen = {}
    for i in range(n):
        what = during(i)
        seen[what] = seen.get(what, 0) + 1
    return sorted(seen.items(), key=str)


print(run_during(2000))


def through_native(values, i):
    try:
        return sorted(values, key=lambda v: check(v + i))[0]
    except (Own, ValueError) as error:
        return trace_of(error)


def run_native(n):
    seen = {}
    for i in range(n):
        what = through_native([1, 4, 7], i)
        what = what if isinstance(what, str) else "number"
        seen[what] = seen.get(what, 0) + 1
    return sorted(seen.items())


print(run_native(2000))


def recurse(i):
    try:
        if i == 0:
            raise Own(0)
        return recurse(i - 1) + 1
    except Own as error:
        if i < 2:
            error.code += 1
            raise
        return error.code * 100


def run_recurse(n):
    return sum(recurse(i % 5) if i % 5 > 1 else 0 for i in range(n))


print(run_recurse(1000))
