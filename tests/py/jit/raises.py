# Exceptions that compiled code raises and handles without leaving: tracebacks with the frames of calls that are over and their variables,
# contexts, causes, what is the handled exception, finally, raise and re-raise from followed calls, instructions that raise now and then.
import sys


class Own(ValueError):
    def __init__(self, text, code=0):
        super().__init__(text)
        self.code = code


def entries(error):
    t = error.__traceback__
    while t is not None:
        yield t
        t = t.tb_next


def shown(error):
    out = []
    for t in entries(error):
        code = t.tb_frame.f_code
        out.append((code.co_name, t.tb_lineno - code.co_firstlineno, t.tb_frame.f_back is not None))
    return tuple(out)


def inner(x, y):
    half = x * 0.5
    if x % 4 == 0:
        raise Own("four", code=x)
    if x % 5 == 0:
        raise KeyError(x)
    return y


def outer(x, *rest):
    doubled = x * 2
    return inner(x, doubled) + 1


def through_calls(n):
    total, seen, kept = 0, set(), []
    for i in range(n):
        try:
            total += outer(i, i, "rest")
        except Own as error:
            total += error.code
            seen.add((shown(error), str(error), sys.exc_info()[1] is error))
            if i % 100 == 0:
                kept.append(error)
        except KeyError as error:
            total -= 1
            seen.add((shown(error), error.__context__ is None))
            if i % 35 == 0:
                kept.append(error)
        assert sys.exc_info() == (None, None, None)
    return total, sorted(seen), kept


total, seen, kept = through_calls(1200)
print(total, seen, len(kept))
for error in kept[-4:]:
    frames = [t.tb_frame for t in entries(error)]
    print(type(error).__name__, error.args, [sorted(f.f_locals.items()) for f in frames[1:]], [f.f_lineno - f.f_code.co_firstlineno for f in frames[1:]])
    print([f.f_back.f_code.co_name for f in frames], frames[0].f_locals["i"], frames[0] is frames[1].f_back)


def same_frame(n):
    total, seen = 0, set()
    for i in range(n):
        try:
            try:
                if i & 1:
                    raise ValueError(i)
                total += 1
            except ValueError as error:
                if i % 3 == 0:
                    raise TypeError("again") from error
                if i % 3 == 1:
                    raise TypeError("meanwhile")
                raise
            finally:
                total += 10
        except TypeError as error:
            total += error.__context__.args[0]
            seen.add((shown(error), shown(error.__context__), error.__cause__ is error.__context__, error.__suppress_context__))
        except ValueError as error:
            total += 7
            seen.add((shown(error), error.__context__ is None))
    return total, sorted(seen)


print(same_frame(1500))


def classes_raised(n):
    counts = [0, 0, 0]
    for i in range(n):
        try:
            if i % 3 == 0:
                raise IndexError
            if i % 3 == 1:
                raise Own("text")
            raise 3
        except LookupError:
            counts[0] += 1
        except (KeyError, ValueError) as error:
            counts[1] += len(error.args)
        except TypeError as error:
            counts[2] += str(error) == "exceptions must derive from BaseException"
    return counts


print(classes_raised(900))


class Counting:
    def __init__(self):
        self.log = []

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            self.log.append((kind.__name__, traceback.tb_lineno - traceback.tb_frame.f_code.co_firstlineno, sys.exc_info()[1] is value))
        return kind is not None and issubclass(kind, ValueError)


def with_block(n):
    counting, passed = Counting(), 0
    for i in range(n):
        try:
            with counting:
                if i % 3 == 0:
                    raise Own("caught")
                if i % 3 == 1:
                    inner(5, i)
        except KeyError as error:
            passed += len(shown(error))
    return passed, sorted(set(counting.log)), len(counting.log)


print(with_block(900))


def now_and_then(n):
    # Instructions that raise in some rounds: each is seen both ways.
    table, items, texts, total = {1: 2, 3: 4}, [1, 2], ["12", "x", "7"], 0
    it = iter(range(0))
    for i in range(n):
        try:
            total += table[i % 4]
        except KeyError as error:
            total += error.args[0]
        try:
            total += items[i % 3]
        except IndexError as error:
            total -= len(error.args)
        try:
            total += int(texts[i % 3])
        except ValueError:
            total -= 5
        try:
            total += next(it)
        except StopIteration:
            total += 3
        try:
            a, b = items if i % 7 else texts
            total += a
        except (ValueError, TypeError):
            total -= 2
        try:
            total += 10 // (i % 2)
        except ZeroDivisionError as error:
            total += error.__traceback__.tb_next is None
        try:
            items.missing
        except AttributeError as error:
            total += error.name == "missing"
    return total


print(now_and_then(1000))


def rarely(n, bad):
    # Nearly always the same way; then the other one.
    total, table = 0, {}
    for i in range(n):
        try:
            if i > bad:
                table[i] = 1
            total += table[i]
        except KeyError:
            total -= 1
    return total


print(rarely(1500, 1490), rarely(1500, 3), rarely(1500, 700))


def unbound(n):
    total = 0
    for i in range(n):
        try:
            if i % 2:
                del total_not_there
            total += 1
        except UnboundLocalError as error:
            total += shown(error)[0][1]
    return total


print(unbound(400))


def nested_finally(n):
    order = []

    def step(x):
        try:
            if x % 3 == 0:
                raise LookupError(x)
            return x
        finally:
            order.append(x)

    total, seen = 0, set()
    for i in range(n):
        try:
            total += step(i)
        except LookupError as error:
            total += error.args[0] % 5
            seen.add(shown(error))
    return total, len(order), order[-2:], sorted(seen)


print(nested_finally(900))


def shared(n):
    # One exception object raised again and again collects its entries.
    error, depth = Own("one"), 0
    for i in range(n):
        try:
            raise error
        except Own as caught:
            depth = len(shown(caught))
            if i % 50 == 0:
                caught.__traceback__ = None
    return depth


print(shared(400))


def handled_outside(n):
    # While an exception is handled, others come and go; contexts name it.
    total = 0
    try:
        raise KeyError("outer")
    except KeyError as outside:
        for i in range(n):
            try:
                inner(4 * i, 0)
            except Own as error:
                total += error.__context__ is outside
            total += sys.exc_info()[1] is outside
    return total, sys.exc_info()[1]


print(handled_outside(700))


def grows(n):
    # What a frame object shows of a frame that still runs is what is there when it is looked at.
    frame, total = None, 0
    for i in range(n):
        try:
            raise ValueError
        except ValueError as error:
            frame = error.__traceback__.tb_frame
        total += frame.f_locals["i"] == i
    return total, frame.f_locals["total"]


total, frame_total = grows(600)
print(total, frame_total)
