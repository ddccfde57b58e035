# int() and float() of texts that are none, and recursion with handlers on the way: exceptions that nobody sees but in one round of many.
import sys


def parse(text):
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError as error:
            raise KeyError(text) from error


def lines(tb):
    found = []
    while tb is not None:
        found.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    return found


TEXTS = ["12", "1.5", "x", " -7 ", "1e3", "quack", "", "1_000", "0x10", "nan", "\N{ARABIC-INDIC DIGIT SEVEN}", "\N{SNOWMAN}", "'", "1__0", "inf"]


def parsed(n, texts, looks):
    total = causes = 0
    for i in range(n):
        try:
            total += len(repr(parse(texts[i % len(texts)])))
        except KeyError as error:
            causes += isinstance(error.__cause__, ValueError)
            if i in looks:
                print(ascii(error), ascii(error.__cause__), ascii(error.__context__), ascii(error.__context__.__context__), error.__suppress_context__)
                print(lines(error.__traceback__), lines(error.__cause__.__traceback__), lines(error.__cause__.__context__.__traceback__))
    print(total, causes, sys.exc_info())


parsed(6000, TEXTS, range(5900, 5915))
parsed(3000, ["x"], [2950])
parsed(3000, ["7", "8"], [])
parsed(3000, ["x" * 250, "8"], [2900])


class Text(str):
    def __int__(self):
        return 41

    def __float__(self):
        return 0.5


parsed(3000, [Text("y"), "2", "z"], [2999])


# Too many digits are a ValueError of another kind.
def digits(n):
    kinds = {}
    long = "1" * 5000
    for i in range(n):
        text = long if i % 50 == 49 else "text" if i % 3 == 0 else "5"
        try:
            int(text)
        except ValueError as error:
            kinds[str(error)[:24]] = kinds.get(str(error)[:24], 0) + 1
    return kinds


print(digits(4000))


# What fails in a handler has what was handled as its context, also when it is int() that fails.
def contexts(n, look):
    for i in range(n):
        try:
            try:
                raise LookupError(i)
            except LookupError:
                int("none")
        except ValueError as error:
            if i == look:
                print(error, repr(error.__context__), lines(error.__context__.__traceback__))
        try:
            float("none")
        except ValueError as error:
            if i == look:
                print(error, error.__context__, sys.exc_info()[1] is error)


contexts(3000, 2800)


# The names may mean something else.
def renamed(n):
    global int
    seen = []
    for i in range(n):
        if i == n - 3:
            int = lambda text: "other " + text
        try:
            seen.append(int("x"))
        except ValueError:
            pass
    del int
    return seen


print(renamed(3000))


# Recursion: each level has its finally, some their handler.
def deep(levels, value, log):
    if levels == 0:
        if value % 3 == 0:
            raise LookupError(value)
        return value
    try:
        return deep(levels - 1, value, log) + 1
    finally:
        log[levels] += 1


def caught(levels, value):
    if levels == 0:
        if value % 5 == 0:
            raise ValueError(value)
        return value
    try:
        return caught(levels - 1, value)
    except ValueError as error:
        if levels % 2:
            raise KeyError(levels) from error
        raise
    except KeyError as error:
        if levels == 4:
            return -1
        raise


def recursive(n, levels, look):
    log = [0] * 20
    total = 0
    for i in range(n):
        try:
            total += deep(levels, i, log)
        except LookupError as error:
            total -= error.args[0] % 7
            if i == look:
                print(error.args, lines(error.__traceback__))
        try:
            total += caught(levels, i)
        except (KeyError, ValueError) as error:
            total += len(error.args)
            if i == look:
                print(repr(error), lines(error.__traceback__), repr(error.__cause__))
    print(total, log)


for levels in 1, 2, 3, 5, 6, 8, 11, 14:
    recursive(1500, levels, 1485)
