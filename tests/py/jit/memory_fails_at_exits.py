# Objects that compiled code only makes where it is left, of parts that may be impossible to make: each allocation fails once.
import sys

fail = getattr(sys, "_fail_allocations", lambda n: None)
SOURCE = """
def describe(a, b, n):
    return f"{a}({b}; {n}) {n + 1}"


def texts(names, out):
    for i, name in enumerate(names):
        out = (describe("a", str(i), i), name + ".")
    return len(out)


def nested(names, out):
    for i, name in enumerate(names):
        out = (describe(describe("c", i, 4), f"{i}-{i * 2}.", i), i * 1e301, name + "!")
    return len(out)


def pairs(names, out):
    for i, name in enumerate(names):
        out = ((i * 0.3e300, (str(i) + "-", i * 1e301)), [i, i * 1e302], name + ".")
    return len(out)
"""


class Odd:
    def __add__(self, other):
        return "odd" + other

    def __radd__(self, other):
        return other + "odd"


plain = ["n"] * 120
names = plain[:100] + [Odd()] + plain[:6]
errors = bad = 0
for which in ("texts", "nested", "pairs"):
    for k in range(1, 90):
        space = {}
        exec(SOURCE, space)
        function = space[which]
        right = function(plain[:107], "")
        fail(k)
        try:
            got = function(names[95:], "") if k % 3 == 0 else function(names[98:], "")
        except MemoryError:
            fail(0)
            errors += 1
        else:
            fail(0)
            bad += type(got) is not int
        bad += function(plain[:107], "") != right
print("done", bad)
