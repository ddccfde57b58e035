# with: order of enter and exit, several managers, suppression, errors in enter and exit, parenthesised form, contextlib basics.
log = []


class CM:
    def __init__(self, name, swallow=False, fail_enter=False, fail_exit=False):
        self.name, self.swallow, self.fail_enter, self.fail_exit = name, swallow, fail_enter, fail_exit

    def __enter__(self):
        log.append("enter " + self.name)
        if self.fail_enter:
            raise LookupError("enter " + self.name)
        return self

    def __exit__(self, kind, value, tb):
        log.append(f"exit {self.name} {kind.__name__ if kind else None}")
        if self.fail_exit:
            raise ArithmeticError("exit " + self.name)
        return self.swallow


def run(f):
    log.clear()
    try:
        result = f()
    except BaseException as error:
        result = f"{type(error).__name__}: {error}, context {type(error.__context__).__name__}"
    print(f.__name__, result, log)


def plain():
    with CM("a") as a:
        log.append("body " + a.name)
    return "after"


def several():
    with CM("a") as a, CM("b"), CM("c") as c:
        return a.name + c.name


def parenthesised():
    with (
        CM("a") as a,
        CM("b", swallow=True),
    ):
        raise ValueError("body")
    return "reached"


def swallow_outer():
    with CM("a", swallow=True), CM("b"):
        raise ValueError
    return "reached"


def enter_fails():
    with CM("a"), CM("b", fail_enter=True), CM("c"):
        log.append("never")


def enter_fails_swallowed():
    with CM("a", swallow=True), CM("b", fail_enter=True):
        log.append("never")
    return "reached"


def exit_fails():
    with CM("a"), CM("b", fail_exit=True):
        pass


def exit_replaces():
    with CM("a"), CM("b", fail_exit=True):
        raise ValueError("body")


def return_swallow():
    with CM("a", swallow=True):
        return "value"


def tuple_target():
    class Pair(CM):
        def __enter__(self):
            return 1, (2, [3, 4])
    with Pair("p") as (a, (b, [c, *d])):
        return a, b, c, d


def attribute_target():
    class Holder:
        pass
    h, items = Holder(), {}
    with CM("a") as h.cm, CM("b") as items["k"]:
        return h.cm.name, items["k"].name


def missing_enter():
    class No:
        def __exit__(self, *a):
            pass
    with No():
        pass


def missing_exit():
    class No:
        def __enter__(self):
            pass
    with No():
        pass


def not_manager():
    with 5 as x:
        pass


def looked_up_on_type():
    cm = CM("a")
    cm.__exit__ = lambda *a: True
    with cm:
        raise ValueError("not swallowed by the instance attribute")


def falsy_truthy():
    results = []
    for value in (0, "", None, [], 1, "x"):
        try:
            with CM("v", swallow=value):
                raise ValueError
            results.append("swallowed")
        except ValueError:
            results.append("passed on")
    return results


def loop():
    for i in range(4):
        with CM(str(i), swallow=i == 2):
            if i == 1:
                continue
            if i == 2:
                raise KeyError
            if i == 3:
                break
    return i


def nested_generator():
    def g():
        with CM("gen"):
            yield 1
            yield 2
    for x in g():
        log.append(x)
        if x == 1:
            generator = g()
            next(generator)
            generator.close()
    return "end"


for f in (plain, several, parenthesised, swallow_outer, enter_fails, enter_fails_swallowed, exit_fails, exit_replaces, return_swallow, tuple_target, attribute_target, missing_enter, missing_exit, not_manager, looked_up_on_type, falsy_truthy, loop, nested_generator):
    run(f)
from contextlib import contextmanager, suppress, ExitStack, closing, nullcontext, redirect_stdout


@contextmanager
def managed(name):
    log.append("start " + name)
    try:
        yield name.upper()
    except KeyError as error:
        log.append(f"saw {error}")
    finally:
        log.append("stop " + name)


def uses_contextmanager():
    with managed("x") as x:
        log.append(x)
    with managed("y"):
        raise KeyError("handled")
    with managed("z"):
        raise ValueError("not handled")


def as_decorator():
    @managed("deco")
    def f():
        return "result"
    return f(), f()


def uses_suppress():
    with suppress(KeyError, IndexError):
        {}["x"]
    with suppress():
        pass
    with suppress(LookupError):
        [][1]
    return "suppressed"


def uses_stack():
    with ExitStack() as stack:
        for n in "abc":
            stack.enter_context(CM(n))
        stack.callback(log.append, "callback")
        stack.push(lambda *exc: log.append("pushed"))
    return "done"


def uses_others():
    class Closable:
        def close(self):
            log.append("closed")
    with closing(Closable()), nullcontext(5) as n:
        return n


def no_yield():
    @contextmanager
    def broken():
        if False:
            yield
    with broken():
        pass


def two_yields():
    @contextmanager
    def broken():
        yield
        yield
    with broken():
        pass


for f in (uses_contextmanager, as_decorator, uses_suppress, uses_stack, uses_others, no_yield, two_yields):
    run(f)
