# What a raise makes is not made while nobody looks at it. Here somebody does, in one round of many.
import sys
import traceback


class Refused(Exception):
    def __init__(self, reason, amount):
        super().__init__(reason)
        self.amount = amount


def refuse(amount, step):
    twice = amount * 2
    scaled = amount / 4
    if step >= 0:
        raise Refused("too much", amount)
    return twice + scaled


def between(amount, step):
    here = amount + 1
    return refuse(here, step)


def lines(tb):
    while tb is not None:
        yield tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno, tb.tb_lasti >= 0
        tb = tb.tb_next


def names(tb):
    found = []
    while tb is not None:
        code = tb.tb_frame.f_code
        if code.co_name != "observed":
            found.append((code.co_name, sorted((k, v) for k, v in tb.tb_frame.f_locals.items() if not isinstance(v, BaseException))))
        tb = tb.tb_next
    return found


def observed(n, look):
    total = 0
    for i in range(n):
        try:
            between(i, i & 7)
        except Refused as error:
            if i == look:
                print(type(error).__name__, error.args, error.amount, error.__context__, error.__cause__, error.__suppress_context__)
                print(list(lines(error.__traceback__)))
                print(names(error.__traceback__))
                print(sys.exc_info()[1] is error, sys.exc_info()[2] is error.__traceback__)
                frame = error.__traceback__.tb_next.tb_next.tb_frame
                print(frame.f_back.f_code.co_name, frame.f_back.f_back.f_code.co_name, frame.f_back is error.__traceback__.tb_next.tb_frame)
                print(frame.f_back.f_back is error.__traceback__.tb_frame is sys._getframe())
            total += error.amount
    print(total, sys.exc_info())


observed(3000, 2500)


# A guard of the handler fails: the next exception has this one as its context.
def context(n, look):
    caught = 0
    for i in range(n):
        try:
            try:
                between(i, 1)
            except Refused as error:
                caught += 1
                if i == look:
                    raise KeyError(i)
                caught += error.amount
        except KeyError as error:
            print(repr(error), repr(error.__context__), list(lines(error.__context__.__traceback__)), error.__context__.__context__)
    print(caught, sys.exc_info())


context(3000, 2000)


# Each handled exception is the context of the next one, whether anybody looks at it or not.
def nested(n, look):
    depth = 0
    for i in range(n):
        try:
            try:
                try:
                    raise ValueError(i)
                except ValueError:
                    raise KeyError(i + 1)
            except KeyError as second:
                raise Refused("third", i) from second
        except Refused as third:
            depth += third.amount & 1
            if i == look:
                print(repr(third), repr(third.__cause__), repr(third.__context__), repr(third.__context__.__context__), third.__suppress_context__)
                print(third.__cause__ is third.__context__)
                print([list(lines(e.__traceback__)) for e in (third, third.__context__, third.__context__.__context__)])
    print(depth, sys.exc_info())


nested(3000, 2001)


# The same, by an outer handler: what was handled before comes back.
def outer(n, look):
    count = 0
    try:
        raise OSError("outer")
    except OSError as first:
        for i in range(n):
            try:
                raise ValueError(i)
            except ValueError as second:
                count += 1
                if i == look:
                    print(repr(second.__context__), second.__context__ is first, sys.exc_info()[1] is second)
            if i == look:
                print(sys.exc_info()[1] is first)
        print(count, sys.exc_info()[1] is first)
    print(sys.exc_info())


outer(3000, 1999)


# __exit__ gets the class, the exception and its traceback.
class Journal:
    def __init__(self):
        self.seen = 0
        self.look = -1

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.seen += 1
        if self.seen == self.look:
            print(kind.__name__, value.args, list(lines(tb)), value.__traceback__ is tb, sys.exc_info()[1] is value)
        return kind is not None and issubclass(kind, Refused)


def journaled(n):
    journal = Journal()
    journal.look = n - 10
    for i in range(n):
        with journal:
            between(i, 1)
    print(journal.seen, sys.exc_info())


journaled(3000)


# A missing key.
def missing(n, look):
    table = {i: i for i in range(0, 50, 2)}
    found = lost = 0
    for i in range(n):
        try:
            found += table[i % 50]
        except KeyError as error:
            lost += 1
            if i == look:
                print(error.args, repr(error), list(lines(error.__traceback__)), error.__context__)
    print(found, lost)
    for key in ("text", 2.5, (1, 2), 10 ** 30):
        for i in range(1500):
            try:
                table[key]
            except KeyError as error:
                if i == 1400:
                    print(error.args, error.args[0] is key)


missing(4000, 3501)


# finally: raised on through frames, each entry once.
def deep(levels, value, log):
    try:
        if levels == 0:
            raise LookupError(value)
        deep(levels - 1, value, log)
    finally:
        log[0] += 1


def finals(n, look):
    log = [0]
    for i in range(n):
        try:
            deep(3, i, log)
        except LookupError as error:
            if i == look:
                print(error.args, list(lines(error.__traceback__)))
    print(log)


finals(3000, 2222)


# Caught, and raised again: the traceback goes on growing.
def again(n, look):
    for i in range(n):
        try:
            try:
                between(i, 1)
            except Refused as error:
                raise
        except Refused as error:
            if i == look:
                print(list(lines(error.__traceback__)))
        try:
            try:
                between(i, 1)
            except Refused as error:
                raise error
        except Refused as error:
            if i == look:
                print(list(lines(error.__traceback__)))
        try:
            kept = None
            try:
                raise ValueError(i)
            except ValueError as error:
                kept = error
            raise kept
        except ValueError as error:
            if i == look:
                print(list(lines(error.__traceback__)), error is kept, error.__context__)


again(3000, 2345)


# Kept for later rounds.
def kept(n):
    last = None
    for i in range(n):
        try:
            between(i, 1)
        except Refused as error:
            if last is not None and last.amount != i:
                print("wrong", last.amount, i)
            last = error
    print(repr(last), list(lines(last.__traceback__)), names(last.__traceback__))


kept(3000)


# An exception that its own frame refers to.
def itself(value):
    mine = Refused("itself", value)
    raise mine


def cyclic(n, look):
    for i in range(n):
        try:
            itself(i)
        except Refused as error:
            if i == look:
                print(error.__traceback__.tb_next.tb_frame.f_locals["mine"] is error)


cyclic(3000, 2900)


# What the class, or its base, does is done anew when it changes.
def changed(n, look):
    seen = []
    original = Refused.__init__
    for i in range(n):
        if i == look:
            def __init__(self, reason, amount):
                original(self, reason, -amount)
            Refused.__init__ = __init__
        try:
            refuse(i, 1)
        except Refused as error:
            if i in (look - 1, look, look + 1):
                seen.append(error.amount)
    Refused.__init__ = original
    print(seen)


changed(3000, 2800)


# Numbers that are no small ones, unbound variables and cells in the frames.
def odd(n, value):
    big = n * 10 ** 20
    small = 1e-300 * n
    inner = lambda: n
    if n < 0:
        unbound = 1
    raise Refused(inner, value)


def odds(n, look):
    for i in range(n):
        try:
            odd(i, 0.0)
        except Refused as error:
            if i == look:
                where = error.__traceback__.tb_next.tb_frame.f_locals
                print(where["n"], where["big"], where["small"], where["inner"](), "unbound" in where, error.amount)


odds(3000, 2750)


def printed(n, look):
    for i in range(n):
        try:
            try:
                between(i, 2)
            except Refused as error:
                raise LookupError("second") from error
        except LookupError as error:
            if i == look:
                text = traceback.format_exc()
                print("\n".join(line for line in text.splitlines() if "File" not in line))


printed(3000, 2999)
