# bool: construction, operators, short circuit, truth of every kind of object, __bool__ and __len__ rules.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print(bool(), bool(0), bool(1), bool(""), bool("0"), bool([]), bool([0]), bool({}), bool(set()), bool(()), bool((None,)), bool(None), bool(...), bool(range(0)), bool(range(1)), bool(b""), bool(0.0), bool(0j))
print(True + True, True - True, True * 5, True / 2, True // 2, -True, +True, ~True, ~False, True ** 2, True << 2, True % 2, divmod(True, 2), abs(False))
print(True & False, True | False, True ^ True, type(True & False), type(True & 1), type(1 & True), type(True + True), True & 3, 2 | True, True ^ 5)
print(not True, not 0, not [], not "x", not not 5, True == 1, True is True, False == 0, True != 2, True < 2, False < True, True > 0.5)
print(repr(True), str(False), f"{True}", f"{True!r:>6}", f"{True:>6}", f"{True:d}", f"{False:5}|", "%s %d %r" % (True, True, False), format(True, "x"), format(True, ".1f"))
print(hash(True), hash(False), int(True), float(True), complex(True), True.real, True.bit_length(), True.conjugate(), True.numerator, (True).to_bytes(2, "big"), [10, 20][True], "ab"[False])
print(isinstance(True, int), isinstance(1, bool), issubclass(bool, int), bool.__mro__, bool.__bases__, type(True), bool("False"))
show(lambda: bool(1, 2))
show(lambda: bool(x=1))


def subclassing():
    class B(bool):
        pass


show(subclassing)

trace = []


def say(name, value):
    trace.append(name)
    return value


for expression in (lambda: say("a", 0) and say("b", 1), lambda: say("a", 1) and say("b", 2), lambda: say("a", 0) or say("b", ""), lambda: say("a", 5) or say("b", 1),
                   lambda: say("a", 0) or say("b", 2) and say("c", 3), lambda: not say("a", 0) and say("b", []), lambda: say("a", 1) if say("b", 0) else say("c", 3),
                   lambda: say("a", 1) < say("b", 5) < say("c", 3) < say("d", 9), lambda: say("a", 3) > say("b", 5) > say("c", 1), lambda: say("a", 1) == say("b", 1) != say("c", 2)):
    trace.clear()
    print(repr(expression()), trace)


class ByBool:
    def __init__(self, answer):
        self.answer = answer

    def __bool__(self):
        return self.answer


class ByLen:
    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length


class Both(ByLen):
    def __bool__(self):
        return False


print(bool(ByBool(True)), bool(ByBool(False)), not ByBool(True), bool(ByLen(0)), bool(ByLen(3)), bool(Both(3)), 1 if ByLen(0) else 2, bool(object()), bool(ByLen), [x.length for x in map(ByLen, range(3)) if x])
show(lambda: bool(ByBool(1)))
show(lambda: bool(ByBool(None)))
show(lambda: bool(ByLen(-1)))
show(lambda: bool(ByLen("a")))
show(lambda: bool(ByLen(2 ** 70)))
show(lambda: not ByBool("yes"))
show(lambda: all(1 / x for x in (1, 0)))
print(any([]), all([]), any([0, "", None, 7]), all([1, "x", ()]), any(x > 3 for x in range(5)), all(x < 3 for x in range(5)))
if []:
    print("no")
elif 0.0:
    print("no")
elif "x":
    print("yes")
n = 3
while n:
    n -= 1
else:
    print("while else", n)
assert True, "never seen"
print([bool(x) for x in ("a" < "b", 1 in [1], 2 not in [1], None is None, None is not None)])
