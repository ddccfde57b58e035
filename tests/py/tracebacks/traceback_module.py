# The traceback module on caught exceptions: format_exc, extract_tb, format_exception_only, walk_tb.
import traceback


def fail():
    raise ValueError("fail")


def outer():
    fail()


try:
    outer()
except ValueError as error:
    caught = error
    frames = traceback.extract_tb(error.__traceback__)
    print([(f.name, f.lineno, f.line) for f in frames])
    print(traceback.format_exception_only(error))
    print(traceback.format_exc().splitlines()[0], traceback.format_exc().splitlines()[-1])
    print([f.f_code.co_name for f, line in traceback.walk_tb(error.__traceback__)], [line for f, line in traceback.walk_tb(error.__traceback__)])
    print(len(traceback.format_tb(error.__traceback__)), len(traceback.format_exception(error)))
tb = caught.__traceback__
while tb:
    print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_frame.f_lineno >= tb.tb_lineno)
    tb = tb.tb_next
print(traceback.format_exception_only(KeyError, KeyError("x")), traceback.format_exc())


def locals_of_frame():
    secret = 42
    raise LookupError


try:
    locals_of_frame()
except LookupError as error:
    print(error.__traceback__.tb_next.tb_frame.f_locals)
    error.__traceback__.tb_next.tb_frame.clear()
    print(error.__traceback__.tb_next.tb_frame.f_locals)
try:
    try:
        raise ValueError("one")
    except ValueError:
        raise KeyError("two")
except KeyError:
    lines = traceback.format_exc().splitlines()
    print([line for line in lines if not line.startswith(" ")])
