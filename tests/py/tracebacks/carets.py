# stderr: where the marks go: operators, subscripts, attributes, calls, several on a line, none for a whole statement
import sys


class Thing:
    def __init__(self):
        self.items = [1, 2]
        self.nested = {"a": {"b": None}}


t = Thing()


def report(f):
    try:
        f()
    except Exception:
        sys.__excepthook__(*sys.exc_info())


def add():
    return 1 + (2 + "a") + 3


def subscript():
    return t.nested["a"]["b"]["c"]


def attribute():
    return t.items.missing.more


def call():
    return len(t.items) + len(5) + len([])


def call_arguments():
    return max(1,
               int("x"),
               3)


def unary():
    return -t.items + 1


def comparison():
    return 1 < 2 < "3"


def whole_statement():
    raise ValueError("whole")


def statement_call():
    whole_statement()


def assignment():
    x = t.items[5]
    return x


def multi_line():
    value = (1 +
             2 +
             t.items[9])
    return value


def store():
    t.items[7] = 1


def unpack():
    a, b, c = t.items


def wide():
    return "ünïcödé" + 5


def lambda_call():
    return (lambda v: v[0])(5)


def comprehension():
    return [1 / i for i in range(3)][0]


def generator():
    return sum(1 / i for i in (1, 0))


def with_statement():
    with t:
        pass


def loop():
    for x in t.nested["a"]["b"]:
        pass


def format_string():
    return f"{t.items[0]} {t.items[5]} end"


def delete():
    del t.items[4]


def augmented():
    t.items[0] += "a"


def matmul_and_power():
    return (2 ** 3) @ (4 ** 5)


for f in (add, subscript, attribute, call, call_arguments, unary, comparison, whole_statement, statement_call, assignment, multi_line, store, unpack, wide, lambda_call, comprehension, generator, with_statement, loop, format_string, delete, augmented, matmul_and_power):
    report(f)
