# Exceptions raised and handled by compiled code: their tracebacks, what is the handled exception, what variables hold afterwards, in
# loops, in functions that are followed, in with statements and finally.
import sys


class Own(ValueError):
    def __init__(self, text, code=0):
        super().__init__(text)
        self.code = code


class Bare(KeyError):
    pass


def check(x):
    if x % 3 == 0:
        raise ValueError("three %d" % x)
    if x % 7 == 0:
        raise Own("seven", code=x)
    return x


def trace_of(error):
    out, t = [], error.__traceback__
    while t is not None:
        out.append(f"{t.tb_frame.f_code.co_name}+{t.tb_lineno - t.tb_frame.f_code.co_firstlineno}")
        t = t.tb_next
    return " ".join(out)


def loop(n):
    total, seen = 0, set()
    for i in range(n):
        try:
            total += check(i)
        except Own as error:
            total += error.code
            seen.add((str(error), trace_of(error), sys.exc_info()[1] is error))
        except (KeyError, ValueError) as error:
            total -= 1
            seen.add((str(error)[:5], trace_of(error), error.__context__ is None))
        assert sys.exc_info() == (None, None, None)
        try:
            error
        except NameError:
            total += 2
    return total, sorted(seen)


print(loop(1000))


def often(n):
    table, total = {1: 2}, 0
    for i in range(n):
        try:
            total += table[i & 3]
        except KeyError as error:
            total += error.args[0]
    for i in range(n):
        try:
            total += int(("1", "x", "22")[i % 3])
        except ValueError:
            total += 1
    return total


print(often(1000))


def nested(n):
    total, texts = 0, set()
    for i in range(n):
        try:
            try:
                check(i)
            except Own as error:
                raise RuntimeError("from") from error
            except ValueError:
                raise Bare(i)
            finally:
                total += 1
        except RuntimeError as error:
            texts.add((type(error.__cause__).__name__, trace_of(error)))
        except Bare as error:
            total += 2
            texts.add((type(error.__context__).__name__, trace_of(error)))
        else:
            total += 5
    return total, sorted(texts)


print(nested(1000))


class Manager:
    def __init__(self, log, swallow):
        self.log, self.swallow = log, swallow

    def __enter__(self):
        self.log[0] += 1
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self.log[1] += 1
        return self.swallow and kind is ValueError


def managers(n):
    log, caught = [0, 0], 0
    for i in range(n):
        try:
            with Manager(log, True) as first, Manager(log, False):
                check(i)
        except Own:
            caught += 1
    return log, caught


print(managers(1000))


def through(depth, x):
    if depth == 0:
        return check(x)
    try:
        return through(depth - 1, x) + 1
    finally:
        through.left += 1


through.left = 0


def deep(n):
    total, lengths = 0, set()
    for i in range(n):
        try:
            total += through(4, i)
        except ValueError as error:
            lengths.add(trace_of(error))
    return total, through.left, sorted(lengths)


print(deep(500))


def reraised(n):
    seen, total = set(), 0
    for i in range(n):
        try:
            try:
                check(i)
            except Own:
                total += 1
                raise
            except:
                total += 2
        except Own as error:
            seen.add(trace_of(error))
    return total, seen


print(reraised(500))


def generator(values):
    for value in values:
        try:
            yield check(value)
        except ValueError as error:
            yield -1


def produced(n):
    total = 0
    for i in range(n):
        for value in generator(range(i % 10)):
            total += value
    return total


print(produced(300))


def classes(n):
    caught, total = (Own, Bare), 0
    for i in range(n):
        if i == n - 50:
            caught = (ValueError,)
        try:
            check(i)
        except caught:
            total += 1
        except ValueError:
            total += 1000
    try:
        for i in range(n):
            try:
                check(i)
            except (1, 2)[0]:
                pass
    except TypeError as error:
        print(error, type(error.__context__).__name__)
    return total


print(classes(500))


def left_by_exception(n):
    total = 0
    for i in range(1, n):
        total += i
        check(1 if i < n - 1 else 7)
    return total


for attempt in range(3):
    try:
        left_by_exception(500)
    except Own as error:
        print(trace_of(error))
