# Operator precedence and associativity, chained comparison, evaluation order, lambda and conditional nesting, line joining.
print(1 + 2 * 3, (1 + 2) * 3, 2 * 3 ** 2, -2 ** 2, 2 ** -1, 2 ** 3 ** 2, -3 // 2, -(3 // 2), 7 - 2 - 1, 7 - (2 - 1), 100 / 10 / 2, 2 + 3 << 1, 2 + (3 << 1), 1 << 2 + 1, 6 & 3 | 8, 6 ^ 3 & 1, 1 | 2 ^ 3 & 4, ~1 + 1, not 1 == 2, not (1 == 2), not True == False if True else 5)
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 > 1 > 0, 1 == 1 != 2, 1 < 2 == 2, (1 < 2) == True, 1 in [1] == True, 1 in [[1]][0] , 2 > 1 in [1, 2], not 1 in [2], 1 not in [1] or 2)
print(True or 1 / 0, False and 1 / 0, 0 or [] or "last", 1 and 2 and 3, 0 or 5 and 6, (0 or 5) and 6, not 0 or 1, not (0 or 1), 1 if 0 else 2 if 0 else 3, (lambda: 1 if 0 else 2)(), (lambda x: lambda y: x + y)(1)(2), [lambda: 5][0]())
trace = []


def t(name, value=None):
    trace.append(name)
    return value


def run(f):
    trace.clear()
    f()
    print("".join(trace))


class Callable:
    def __init__(self, name):
        self.name = name

    def __call__(self, *a, **k):
        trace.append("!" + self.name)
        return self

    def __getitem__(self, key):
        trace.append("[]")
        return self

    def __setitem__(self, key, value):
        trace.append("[]=")

    def __getattr__(self, name):
        trace.append("." + name)
        return self

    def __add__(self, other):
        trace.append("+")
        return self

    def __mul__(self, other):
        trace.append("*")
        return self

    def __lt__(self, other):
        trace.append("<")
        return True


c = Callable("c")
run(lambda: t("a", 1) + t("b", 2) * t("c", 3) ** t("d", 2))
run(lambda: t("a", c)(t("b"), *t("c", [1]), k=t("d"), **t("e", {})))
run(lambda: t("a", c)[t("b")] + t("c", c).x * t("d", c))
run(lambda: {t("k1"): t("v1"), t("k2"): t("v2")})
run(lambda: [t("1"), *t("2", []), t("3")])
run(lambda: t("a", 1) if t("c", 0) else t("b", 2))
run(lambda: t("a", 1) < t("b", 2) < t("c", 0) < t("d", 5))
run(lambda: (t("a", c) < t("b", c)) and t("c", 0) or t("d"))
run(lambda: t("obj", c)[t("start"):t("stop"):t("step")])
run(lambda: f"{t('x')}{t('y'):{t('z', '')}}")
run(lambda: (t("a"), (t("b"), [t("c")]), {t("d")}))
run(lambda: t("l", [5]).__setitem__(t("i", 0), t("v", 1)))


def assignments():
    t("obj1", c)[t("i1")] = t("obj2", c)[t("i2")] = t("value")
    t("aug", c)[t("j")] += t("by", 1)
    t("x", c).attr, t("y", c)[t("k")] = t("pair", (1, 2))
    (lambda a=t("default"): a)()


run(assignments)
value = (1 +
         2
         - 3)
text = "joined " \
       "by backslash"
items = [
    1,  # comment
    2,

    3,
]
call = max(
    1,
    *[
        5, 2
    ],
)
if (value == 0 and
        text):
    print(value, text, items, call)
x = 5 \
    + 6
print(x, (((((1))))), ((1,),), ((),), [[[]]], {"a": {"b": {}}}["a"]["b"])
print(1 if 1 else 2, [1,2][0], (1)+(2), 1_000.5e-1_0, 1.e2, .5, 1 .real, 1..__class__.__name__, 5 .bit_length())
print(not not 1, - - 1, ~~5, -+-2, +(-3), - 2 ** - 2, 10 - -5, 2*-3, [-1][-1], "ab"[-1:][0], -"abc".find("c"), (-5) % 3, -5 % 3, 5 % -3, divmod(-5, 3), -5 // 3 * 3 + -5 % 3)
a = b = 3; a += b; b -= 1; print(a, b)
print((yes := 1) + yes, (lambda: (z := 5) + z)(), [y := 1, y ** 2], (y := 2, 3), y)
print(*[1, 2], *(3,), sep=", ", end=".\n")
print("a" "b" if True else "c", ("x" "y") * 2, "%s" "%s" % (1, 2), not "a" "b" == "ab")
assert (1, 2) == (1, 2), "no"
lambda_list = [lambda x, *a, y=1, **k: (x, a, y, k), lambda: (yield), lambda *, k=2: k, lambda a, /, b: a - b]
print(lambda_list[0](1, 2, z=3), lambda_list[2](), lambda_list[3](5, b=3))
