# ExceptionGroup and except*: construction, split, subgroup, derive, nesting, re-raising of the rest, errors.
def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


def shape(error):
    if isinstance(error, BaseExceptionGroup):
        return (error.message, [shape(e) for e in error.exceptions])
    return f"{type(error).__name__}({error})"


g = ExceptionGroup("group", [ValueError("v"), KeyError("k"), ExceptionGroup("inner", [ValueError("v2"), TypeError("t")])])
print(g, repr(g), g.message, len(g.exceptions), type(g.exceptions).__name__, shape(g))
print(shape(g.subgroup(ValueError)), shape(g.subgroup((KeyError, TypeError))), g.subgroup(OSError), shape(g.subgroup(lambda e: "2" in str(e))))
match, rest = g.split(ValueError)
print(shape(match), shape(rest), [None if x is None else shape(x) for x in g.split(Exception)], [None if x is None else shape(x) for x in g.split(OSError)])
print(shape(g.derive([OSError("o")])), isinstance(g, Exception), issubclass(ExceptionGroup, BaseExceptionGroup), isinstance(BaseExceptionGroup("b", [KeyboardInterrupt()]), Exception), type(BaseExceptionGroup("b", [ValueError()])).__name__)
for f in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [5]), lambda: ExceptionGroup(5, [ValueError()]), lambda: ExceptionGroup("x"), lambda: ExceptionGroup("x", 5), lambda: ExceptionGroup("x", [KeyboardInterrupt()]), lambda: g.split(5), lambda: g.subgroup("x"), lambda: setattr(g, "message", "new"), lambda: BaseExceptionGroup()):
    show(f)


def handle(error):
    trail = []
    try:
        try:
            raise error
        except* ValueError as eg:
            trail.append(("value", shape(eg)))
        except* (KeyError, TypeError) as eg:
            trail.append(("lookup or type", shape(eg)))
        else:
            trail.append("else")
        finally:
            trail.append("finally")
    except BaseException as rest:
        trail.append(("rest", shape(rest)))
    return trail


for error in (g, ValueError("naked"), KeyError("naked"), OSError("naked"), ExceptionGroup("os", [OSError("o")]), ExceptionGroup("mix", [OSError("o"), ValueError("v")]), BaseExceptionGroup("base", [KeyboardInterrupt("ki"), ValueError("v")]), ExceptionGroup("deep", [ExceptionGroup("d2", [ExceptionGroup("d3", [ValueError(1), OSError(2)])])])):
    print(handle(error))


def nothing_raised():
    try:
        pass
    except* ValueError:
        print("not here")
    else:
        print("else runs")


def raise_in_handler():
    try:
        try:
            raise ExceptionGroup("g", [ValueError("v"), KeyError("k")])
        except* ValueError:
            raise RuntimeError("new")
    except BaseException as error:
        return shape(error), type(error).__name__


def raise_in_both():
    try:
        try:
            raise ExceptionGroup("g", [ValueError("v"), KeyError("k"), OSError("o")])
        except* ValueError as e:
            raise RuntimeError("one") from e
        except* KeyError:
            raise LookupError("two")
    except BaseException as error:
        return shape(error)


def bare_reraise():
    try:
        try:
            raise ExceptionGroup("g", [ValueError("v"), KeyError("k"), OSError("o")])
        except* ValueError:
            raise
        except* KeyError:
            pass
    except BaseException as error:
        return shape(error)


def all_handled():
    try:
        raise ExceptionGroup("g", [ValueError("v"), KeyError("k")])
    except* Exception as eg:
        names = sorted(type(e).__name__ for e in eg.exceptions)
    return names


def group_type_refused():
    try:
        raise ValueError
    except* ExceptionGroup:
        pass


def not_exception_refused():
    try:
        raise ValueError
    except* 5:
        pass


def naked_context():
    try:
        raise ValueError("inside")
    except* ValueError as eg:
        result = type(eg).__name__, eg.message, shape(eg)
    return result


nothing_raised()
for f in (raise_in_handler, raise_in_both, bare_reraise, all_handled, naked_context, group_type_refused, not_exception_refused):
    show(f)
for source in ("try:\n pass\nexcept* ValueError:\n return 1", "try:\n pass\nexcept*:\n pass", "try:\n pass\nexcept ValueError:\n pass\nexcept* KeyError:\n pass", "for i in []:\n try:\n  pass\n except* ValueError:\n  break", "for i in []:\n try:\n  pass\n except* ValueError:\n  continue"):
    try:
        exec("def f():\n" + "\n".join(" " + line for line in source.split("\n")))
    except SyntaxError as error:
        print("SyntaxError:", error.msg)


class Tagged(ExceptionGroup):
    def __new__(cls, message, errors, tag):
        self = super().__new__(cls, message, errors)
        self.tag = tag
        return self

    def derive(self, errors):
        return Tagged(self.message, errors, self.tag)


t = Tagged("tagged", [ValueError(1), KeyError(2)], "T")
m, r = t.split(ValueError)
print(type(m).__name__, m.tag, r.tag, shape(m), shape(r))
e = ExceptionGroup("noted", [ValueError(1), KeyError(2)])
e.add_note("note")
e.__cause__ = OSError("cause")
m, r = e.split(ValueError)
print(m.__notes__, r.__notes__, m.__cause__, m.__context__)
