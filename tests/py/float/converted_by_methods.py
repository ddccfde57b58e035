# float(), int() and complex() ask the methods of subclasses too, and warn of results of strict subclasses.
import math
import warnings


class Big(int):
    pass


class Half(float):
    pass


class Twist(complex):
    pass


class Own(float):
    def __float__(self):
        return 3.0


class Text(str):
    def __float__(self):
        return 4.0

    def __int__(self):
        return 5


class GivesHalf:
    def __float__(self):
        return Half(1)


class GivesBig:
    def __int__(self):
        return Big(7)


class GivesTrue:
    def __int__(self):
        return True


class Truncates:
    def __trunc__(self):
        return Big(4)


class GivesTwist:
    def __complex__(self):
        return Twist(1)


def show(what, call):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            result = call()
            result = f"{type(result).__name__} {result!r}"
        except Exception as e:
            result = f"{type(e).__name__}: {e}"
    print(what, result, *[f"{w.category.__name__}: {w.message}" for w in seen])


for make in (lambda: Own(1), lambda: Text("9"), GivesHalf, GivesBig, GivesTrue, Truncates, GivesTwist, lambda: Half(2), lambda: True):
    for convert in (int, float, complex, math.sqrt, math.trunc, "%d".__mod__, "%.1f".__mod__, "%x".__mod__):
        show(getattr(convert, "__name__", "?"), lambda: convert(make()))
