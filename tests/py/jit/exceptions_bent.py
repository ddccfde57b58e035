# Exceptions that are changed while they fly: tracebacks, contexts, causes, classes that make something else, handlers that raise.
import sys


class E(Exception):
    pass


def depth(trace):
    n = 0
    while trace is not None:
        n, trace = n + 1, trace.tb_next
    return n


def thrower(i):
    raise E(i)


def tracebacks(n):
    out, kept = [], None
    for i in range(n):
        try:
            try:
                thrower(i)
            except E as error:
                if i % 4 == 0:
                    error.__traceback__ = None
                elif i % 4 == 1:
                    error.__traceback__ = error.__traceback__.tb_next
                elif i % 4 == 2 and kept is not None:
                    raise kept.with_traceback(None)
                kept = error
                raise
        except E as error:
            out.append((depth(error.__traceback__), error.args[0] == i, error.__context__ is None))
            error.__context__ = None
    return sorted(set(out)), len(out)


print(tracebacks(100))


def contexts(n):
    out = []
    for i in range(n):
        try:
            try:
                raise E(i)
            except E as first:
                try:
                    raise ValueError(i) from (None if i % 3 == 0 else first if i % 3 == 1 else KeyError(i))
                except ValueError as second:
                    second.__context__ = None if i % 2 else second.__context__
                    second.__suppress_context__ = bool(i & 4)
                    raise second
        except ValueError as error:
            out.append((type(error.__cause__).__name__, type(error.__context__).__name__, error.__suppress_context__))
    return sorted(set(out)), len(out)


print(contexts(100))


class Makes(Exception):
    def __new__(cls, *args):
        if args and args[0] % 7 == 3:
            return 5
        return super().__new__(cls, *args)

    def __init__(self, *args):
        if args[0] % 5 == 2:
            raise KeyError(args[0])


def odd_classes(n):
    out = {}
    for i in range(n):
        try:
            raise Makes(i)
        except Makes as error:
            key = "made"
        except KeyError as error:
            key = "key"
        except TypeError as error:
            key = str(error)
        out[key] = out.get(key, 0) + 1
    return out


print(odd_classes(105))


def matches(n):
    out = {}
    kinds = [E, (KeyError, E), (), ValueError, (ValueError, (KeyError,)), int]
    for i in range(n):
        try:
            try:
                raise E(i)
            except kinds[i % 6]:
                key = "caught"
        except E:
            key = "passed"
        except TypeError as error:
            key = str(error)
        out[key] = out.get(key, 0) + 1
    return out


print(matches(120))


def finals(n):
    out = []
    for i in range(n):
        try:
            try:
                if i % 3 == 0:
                    raise E(i)
                if i % 3 == 1:
                    continue
            finally:
                out.append(i)
                if i % 5 == 0:
                    raise KeyError(i)
                if i % 7 == 0:
                    break
        except E as error:
            out.append(-error.args[0])
        except KeyError as error:
            out.append(type(error.__context__).__name__)
    return len(out), out[:10], out[-4:]


print(finals(8), finals(60))


def returns(i):
    try:
        if i % 2:
            raise E(i)
        return "try"
    except E:
        return "except"
    finally:
        if i % 5 == 0:
            return "finally"


def returned(n):
    out = {}
    for i in range(n):
        r = returns(i)
        out[r] = out.get(r, 0) + 1
    return out, sys.exc_info()


print(returned(100))


class Manager:
    def __init__(self, i):
        self.i = i

    def __enter__(self):
        if self.i % 11 == 5:
            raise E("enter")
        return self

    def __exit__(self, kind, error, trace):
        if self.i % 13 == 4:
            raise KeyError("exit")
        if self.i % 17 == 3:
            Manager.__exit__ = Manager.other
        return self.i % 2 == 0

    def other(self, kind, error, trace):
        if self.i % 3 == 0:
            Manager.__exit__ = first_exit
        return True


first_exit = Manager.__exit__


def managed(n):
    out = {}
    for i in range(n):
        try:
            with Manager(i) as m, Manager(i + 1):
                if i % 3:
                    raise ValueError(i)
                key = "through"
            key = "swallowed" if i % 3 else "through"
        except (E, KeyError, ValueError) as error:
            key = f"{type(error).__name__} {type(error.__context__).__name__}"
        out[key] = out.get(key, 0) + 1
    return sorted(out.items())


print(managed(200))


def generator(i):
    try:
        yield 1
        if i % 3 == 0:
            raise E(i)
        if i % 3 == 1:
            raise StopIteration(i)
        yield 2
    except GeneratorExit:
        if i % 5 == 2:
            yield 3
        raise
    finally:
        if i % 7 == 2:
            raise KeyError(i)


def generated(n):
    out = {}
    for i in range(n):
        g = generator(i)
        key = ""
        try:
            for x in g:
                key += str(x)
                if i % 4 == 3 and x == 2:
                    g.close()
                    key += "c"
        except Exception as error:
            key += type(error).__name__ + type(error.__cause__).__name__ + type(error.__context__).__name__
        try:
            g.close()  # nothing is left to the collector
        except Exception as error:
            key += " " + type(error).__name__
        out[key] = out.get(key, 0) + 1
    return sorted(out.items())


print(generated(210))


def stop_iterations(n):
    out = []
    for i in range(n):
        it = iter([1, 2])
        try:
            while True:
                next(it)
                if i % 5 == 0:
                    raise StopIteration(i)
        except StopIteration as error:
            out.append(error.value)
        out.append(sum(x for x in iter(lambda: next(it), 5)) if i % 3 == 0 else 0)
    return out.count(None), out[:5]


try:
    print(stop_iterations(60))
except RuntimeError as error:
    print(error)


def nested(n):
    def down(k):
        try:
            if k == 0:
                raise E("bottom")
            down(k - 1)
        except E as error:
            if k % 3 == 1:
                raise E(k) from error
            raise
        finally:
            counts[k] = counts.get(k, 0) + 1
    counts, total = {}, 0
    for i in range(n):
        try:
            down(i % 9)
        except E as error:
            chain = 0
            e = error
            while e is not None:
                e, chain = e.__cause__, chain + 1
            total += chain * 100 + depth(error.__traceback__)
    return total, counts


print(nested(90))


def groups(n):
    out = {}
    for i in range(n):
        key = []
        try:
            raise ExceptionGroup("g", [E(i), ValueError(i), KeyError(i)][i % 3:] or [E(0)])
        except* E as group:
            key.append(len(group.exceptions))
        except* (ValueError, KeyError) as group:
            key.append(-len(group.exceptions))
        out[str(key)] = out.get(str(key), 0) + 1
    return out


print(groups(60))
