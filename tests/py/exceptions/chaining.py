# __cause__, __context__, __suppress_context__, from None, cycles avoided, notes, with_traceback, attributes.
def chain(error):
    result = []
    while error is not None:
        mark = "cause" if error.__cause__ is not None else "context" if error.__context__ is not None and not error.__suppress_context__ else "end"
        result.append((type(error).__name__, str(error), mark))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return result


def implicit():
    try:
        {}["k"]
    except KeyError:
        1 / 0


def explicit():
    try:
        {}["k"]
    except KeyError as error:
        raise ValueError("explicit") from error


def from_none():
    try:
        {}["k"]
    except KeyError:
        raise ValueError("hidden") from None


def from_class():
    raise ValueError("v") from KeyError


def from_other():
    try:
        {}["k"]
    except KeyError:
        raise ValueError("v") from IndexError("given")


def three():
    try:
        try:
            raise ValueError("one")
        except ValueError:
            raise KeyError("two")
    except KeyError:
        raise IndexError("three")


def in_finally():
    try:
        raise ValueError("body")
    finally:
        raise KeyError("finally")


def through_call():
    def inner():
        raise KeyError("inner")
    try:
        raise ValueError("outer")
    except ValueError:
        inner()


def handled_inside():
    try:
        raise ValueError("outer")
    except ValueError:
        try:
            raise KeyError("inner")
        except KeyError:
            pass
        raise IndexError("after")


def with_exit():
    class CM:
        def __enter__(self):
            pass

        def __exit__(self, *exc):
            raise KeyError("in exit")
    with CM():
        raise ValueError("in body")


for f in (implicit, explicit, from_none, from_class, from_other, three, in_finally, through_call, handled_inside, with_exit):
    try:
        f()
    except Exception as error:
        print(f.__name__, chain(error), error.__suppress_context__, type(error.__context__).__name__, type(error.__cause__).__name__)


def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


def bad_cause():
    raise ValueError("v") from 5


show(bad_cause)
show(lambda: setattr(ValueError(), "__cause__", 5))
show(lambda: setattr(ValueError(), "__context__", "x"))
show(lambda: setattr(ValueError(), "__traceback__", 5))
show(lambda: setattr(ValueError(), "args", 5))
show(lambda: delattr(ValueError(), "args"))
e = ValueError("e")
e.__cause__ = KeyError("c")
print(e.__suppress_context__, repr(e.__cause__))
e.__suppress_context__ = False
e.__cause__ = None
print(e.__suppress_context__)


def reraise_same():
    try:
        raise ValueError("same")
    except ValueError as error:
        raise error


def raise_outer_again():
    try:
        raise ValueError("outer")
    except ValueError as outer:
        try:
            raise KeyError("inner")
        except KeyError:
            raise outer


for f in (reraise_same, raise_outer_again):
    try:
        f()
    except Exception as error:
        print(f.__name__, type(error.__context__).__name__, chain(error)[:4])
e = ValueError("noted")
e.add_note("first note")
e.add_note("second")
print(e.__notes__, hasattr(ValueError(), "__notes__"))
show(lambda: e.add_note(5))
e.anything = [1]
print(e.anything, e.__dict__, e.args)
e.args = (1, 2)
print(e, repr(e), e.args)
tb = None
try:
    raise e
except ValueError as error:
    tb = error.__traceback__
    print(tb.tb_lineno > 0, tb.tb_next, tb.tb_frame.f_code.co_name)
print(e.with_traceback(None) is e, e.__traceback__)
try:
    raise KeyError("k").with_traceback(tb)
except KeyError as error:
    count, t = 0, error.__traceback__
    while t:
        count, t = count + 1, t.tb_next
    print(count)


class Rich(Exception):
    def __init__(self, code, *, detail="none"):
        super().__init__(f"code {code}")
        self.code, self.detail = code, detail

    def __str__(self):
        return f"{super().__str__()} ({self.detail})"


try:
    raise Rich(5, detail="d")
except Rich as error:
    print(error, repr(error), error.code, error.args)


def context_of_sibling():
    errors = []
    for i in range(3):
        try:
            raise ValueError(i)
        except ValueError as error:
            errors.append(error)
    return [e.__context__ for e in errors]


def generator_context():
    def g():
        try:
            yield
        except ValueError:
            raise KeyError("from generator")
    gen = g()
    next(gen)
    try:
        gen.throw(ValueError("thrown"))
    except KeyError as error:
        return chain(error)


print(context_of_sibling(), generator_context())
