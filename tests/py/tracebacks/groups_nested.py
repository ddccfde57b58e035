# stderr: groups inside groups: causes and notes of the parts, a part that stands in two groups, more parts than are shown.
def g(e, c=None):
    try:
        if c: raise e from c
        raise e
    except BaseException as x: return x
inner = g(ExceptionGroup("in", [g(ValueError(1), g(KeyError(2))), TypeError(3), g(ExceptionGroup("deep", [OSError(5)]*17))]), g(ExceptionGroup("cause", [g(IndexError())])))
inner.add_note("a note\nmore")
try:
    raise BaseExceptionGroup("out", [inner, inner, g(KeyboardInterrupt())]) from inner
except BaseException:
    raise ValueError("last\ntwo lines")
