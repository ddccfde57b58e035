# finally: order, return, break, continue and raise inside it, nesting, generators, what wins.
def returns():
    try:
        return "try"
    finally:
        log.append("finally")


def overrides():
    try:
        return "try"
    finally:
        return "finally"


def swallows():
    try:
        1 / 0
    finally:
        return "swallowed"


def swallows_by_break():
    for i in range(3):
        try:
            raise ValueError(i)
        finally:
            break
    return i


def swallows_by_continue():
    seen = []
    for i in range(3):
        try:
            raise ValueError(i)
        finally:
            seen.append(i)
            continue
    return seen


def value_is_fixed():
    x = 1
    try:
        return x
    finally:
        x = 2


def mutable_value():
    x = [1]
    try:
        return x
    finally:
        x.append(2)


def replaces():
    try:
        raise ValueError("first")
    finally:
        raise KeyError("second")


def nested():
    try:
        try:
            try:
                log.append(1)
                raise ValueError("deep")
            finally:
                log.append(2)
        except KeyError:
            log.append("no")
        finally:
            log.append(3)
    except ValueError as error:
        log.append(str(error))
        return "from except"
    finally:
        log.append(4)


def raise_in_except():
    try:
        try:
            raise ValueError("a")
        except ValueError:
            log.append("except")
            raise KeyError("b")
        else:
            log.append("else")
        finally:
            log.append("finally")
    except KeyError as error:
        return str(error), type(error.__context__).__name__


def raise_in_else():
    try:
        try:
            pass
        except ValueError:
            log.append("not here")
        else:
            raise ValueError("from else")
        finally:
            log.append("finally")
    except ValueError as error:
        return str(error)


def loop_break():
    for i in range(5):
        try:
            if i == 2:
                break
        finally:
            log.append(i)
    else:
        log.append("else")
    return "done"


def while_return():
    while True:
        try:
            try:
                return "inner"
            finally:
                log.append("a")
        finally:
            log.append("b")


def chain_of_returns():
    def f(x):
        log.append(x)
        return x
    try:
        return f("try")
    finally:
        try:
            return f("finally-try")
        finally:
            f("finally-finally")


def conditional(flag):
    try:
        if flag:
            raise ValueError("flag")
        return "returned"
    except ValueError:
        return "handled"
    else:
        return "unreachable else"
    finally:
        log.append(flag)


def generator():
    try:
        yield 1
        yield 2
    finally:
        log.append("generator closed")


def with_and_finally():
    class CM:
        def __enter__(self):
            log.append("enter")

        def __exit__(self, *exc):
            log.append(("exit", exc[0] and exc[0].__name__))
            return False

    try:
        with CM():
            try:
                raise ValueError
            finally:
                log.append("inner finally")
    except ValueError:
        return "caught"
    finally:
        log.append("outer finally")


def with_return():
    class CM:
        def __enter__(self):
            return self

        def __exit__(self, *exc):
            log.append(exc)
            return True

    with CM():
        return "returned through with"


def with_break():
    class CM:
        def __enter__(self):
            log.append("in")

        def __exit__(self, *exc):
            log.append("out")

    for i in range(3):
        with CM():
            if i == 0:
                continue
            break
    return i


log = []
for f in (returns, overrides, swallows, swallows_by_break, swallows_by_continue, value_is_fixed, mutable_value, replaces, nested, raise_in_except, raise_in_else, loop_break, while_return, chain_of_returns, with_and_finally, with_return, with_break):
    log = []
    try:
        result = f()
    except Exception as error:
        result = f"{type(error).__name__}: {error} context={type(error.__context__).__name__}"
    print(f.__name__, result, log)
log = []
print(conditional(True), conditional(False), log)
log = []
g = generator()
next(g)
g.close()
print(log)
log = []
for x in generator():
    pass
print(log)


def many_levels(n):
    try:
        if n == 0:
            return "bottom"
        return many_levels(n - 1)
    finally:
        log.append(n)


log = []
print(many_levels(5), log)


def exception_visible_in_finally():
    import sys
    try:
        try:
            raise ValueError("seen")
        finally:
            log.append(str(sys.exception()))
    except ValueError:
        pass
    return sys.exception()


log = []
print(exception_visible_in_finally(), log)
x = 0
while x < 3:
    try:
        x += 1
        if x == 2:
            continue
    finally:
        print("x", x)
else:
    print("while else")
