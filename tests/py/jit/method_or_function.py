# What looks up a method leaves a function and an object, or a function alone: which of the two differs from round to round at one
# place, and the function may be the same.
class Meta(type):
    pass


class C(metaclass=Meta):
    def m(self, x=0):
        return (self if isinstance(self, int) else "self", x)


def loop(values):
    counts = {}
    for v in values:
        got = v.m(5)
        counts[got] = counts.get(got, 0) + 1
    return counts


def back(x):
    return x


def through_a_call(values):
    """The arguments' call returns to the place in between."""
    counts = {}
    for v in values:
        got = v.m(back(5))
        counts[got] = counts.get(got, 0) + 1
    return counts


def natively(values):
    counts = {}
    for v in values:
        try:
            got = len(v.__reduce_ex__(2)) > 1
        except TypeError as error:
            got = str(error)
        counts[got] = counts.get(got, 0) + 1
    return counts


for function in (loop, through_a_call):
    for order in ([C, C()], [C(), C]):
        print(function([order[0]] * 3000), function([order[1]] * 3000), function(order * 2000), function([order[0]] * 1000))
for order in ([3.5, C], [C, C()], [C(), float]):
    print(natively([order[0]] * 3000), natively([order[1]] * 3000), natively(order * 2000))
