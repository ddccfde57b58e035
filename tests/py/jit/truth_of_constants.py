# The constants ..., NotImplemented and None where a condition stands, in compiled loops. NotImplemented is true, and says that nobody should ask.
import warnings


class Plain:
    pass


def conditions(values, rounds):
    taken = [0] * 6
    for i in range(rounds):
        value = values[i % len(values)]
        if value:
            taken[0] += 1
        if not value:
            taken[1] += 1
        while not value:
            taken[2] += 1
            break
        taken[3] += 1 if value else 10
        last = value and i
        taken[4] += last is value
        last = value or i
        taken[5] += last is value
    return taken


def compared(left, right, rounds):
    equal = 0
    for i in range(rounds):
        if left.__eq__(right):
            equal += 1
    return equal


def reduced(values, rounds):
    out = []
    for _ in range(rounds):
        out.append((any(value for value in values), all(value for value in values), len(list(filter(None, values))),
                    len(list(filter(lambda value: value, values))), [bool(value) for value in values], len([1 for value in values if value])))
    return len(set(map(str, out))), out[-1]


def where(rounds):
    for i in range(rounds):
        value = (
            bool(NotImplemented),
        )
    return value


def asked(value, rounds):
    for i in range(rounds):
        try:
            text = repr(bool(value))
        except TypeError:
            text = ""
    return text


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for values in [...], [NotImplemented], [None], [..., None], [NotImplemented, 1, ..., 0, None, 2.5], [1, NotImplemented]:
        caught.clear()
        print(values, conditions(values, 300), len(caught), len({warning.lineno for warning in caught}))
        caught.clear()
        print(reduced(values, 100), len(caught))
    caught.clear()
    print(compared(Plain(), 1, 200), len(caught), compared(1, 1, 200), compared(1, 2.5, 200), len(caught))
    caught.clear()
    print(where(200), len(caught), {warning.lineno - where.__code__.co_firstlineno for warning in caught})
    caught.clear()
    print(asked(NotImplemented, 200), len(caught), {warning.lineno - asked.__code__.co_firstlineno for warning in caught})
    warnings.simplefilter("error")
    for i in range(3):
        try:
            print(compared(Plain(), 1, 200))
        except DeprecationWarning as e:
            print(e, e.__traceback__.tb_next.tb_lineno - compared.__code__.co_firstlineno)
