# Builtins called with generators, whose loops stand in the caller: results, order, errors, tracebacks, frames; then hot.
import sys
import traceback
def gen(n):
    for i in range(n):
        yield i
def f(n):
    print(sum(x*x for x in range(n)), sum((x*0.5 for x in range(n)), 3), sum(gen(n)), sum(gen(n), 1.5))
    print(any(x > 5 for x in range(n)), all(x > 5 for x in range(n)), any(x > 500 for x in range(n)), all(x < 500 for x in gen(n)))
    print(list(x+1 for x in gen(n)), tuple(x for x in range(n) if x & 1), set(x % 3 for x in range(n)), list(gen(n)), tuple(gen(3)))
    print(sorted(-x for x in range(n)), sorted((x for x in range(n)), key=lambda v: v % 3, reverse=True), ",".join(str(x) for x in range(n)))
    print(min(x % 7 for x in range(3, n)), max(x % 7 for x in range(n)), min(abs(x-4) for x in gen(n)), max((x for x in gen(n)), default=3))
    for g in (lambda: max(x for x in ()), lambda: min(x for x in ()), lambda: sum(x for x in "ab"), lambda: sum((x for x in "ab"), ""), lambda: ",".join(x for x in (1,2)),
              lambda: set([x] for x in (1,)), lambda: sum((x for x in (1,2)), []), lambda: max(x for x in (1,"a")), lambda: list(1/x for x in (1,0)), lambda: sorted(x for x in (1, ""))):
        try:
            print(g())
        except Exception as e:
            print(type(e), e)
            print([ (f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)])
f(10)
def h():
    sum = lambda x: 7
    print(sum(x for x in range(3)))
h()
def stop():
    def inner():
        yield 1
        raise StopIteration(5)
    try:
        list(x for x in inner())
    except RuntimeError as e: print(repr(e), repr(e.__cause__))
stop()
def frames():
    def g():
        f = sys._getframe(); yield f.f_back.f_code.co_name
    print(list(g()), sum((1 for _ in g()), 0))
frames()
def again():
    g = gen(3)
    next(g)
    r = sum(x + sum(gen(2)) for x in g)
    print(r)
    def selfy():
        yield sum(x for x in it)
    it = selfy()
    try: print(list(it))
    except ValueError as e: print(e)
again()
class A:
    def __radd__(self, o): return ("radd", o)
    def __add__(self, o): return ("add", o)
    def __iadd__(self, o): return "iadd"
print((lambda: sum(A() for _ in range(1)))(), (lambda: sum((x for x in (1,)), A()))())
def spec(n):
    t = 0
    for i in range(n):
        t += sum(i * j for j in range(i))
        t += len(list(j for j in range(i) if j & 1))
        t += any(j > 50 for j in range(i)) + all(j < 90 for j in range(i)) + max(j ^ 3 for j in range(i + 1)) + min(j ^ 3 for j in range(i + 1))
        t += len(",".join(str(j) for j in range(i))) + len(sorted(j for j in range(i))) + len(set(j & 7 for j in range(i))) + len(tuple(j for j in range(i)))
    return t
for _ in range(5): print(spec(120))


# What changes while the loops are hot: the kind of the sum, the builtin itself, what the generator raises.
def totals(items, start):
    return sum((x for x in items), start)


for _ in range(60):
    totals(range(50), 0)
print(totals([1, 2.5, 3], 0), totals([2 ** 70, 1, -(2 ** 70)], 0), totals([0.1] * 10, 0), totals([True, 2, 3j], 1.5), totals([[1], [2]], []))
for bad, start in (([1, None, 2], 0), (["a"], 0), ((), ""), ([b"x"], b"")):
    try:
        print(totals(bad, start))
    except TypeError as error:
        print(error, [f.lineno for f in traceback.extract_tb(error.__traceback__)])


def quotients(items):
    return list(100 // x for x in items), any(x > 90 for x in items), max(100 % x for x in items)


for n in range(200):
    try:
        quotients([1 + (n + k) % 7 for k in range(40)] + ([0] if n % 50 == 49 else []))
    except ZeroDivisionError as error:
        print(n, error, [(f.name, f.lineno) for f in traceback.extract_tb(error.__traceback__)])


def counted(items):
    return sum(1 for x in items if x % 3), all(x >= 0 for x in items), tuple(-x for x in items if x > 90)


hidden = sum
for n in range(120):
    if n == 60:
        sum = lambda items: ("mine", len([*items]))
    if n == 90:
        sum = hidden
    result = counted(range(n))
    if n % 30 == 29:
        print(result)


class Texts(str):
    def join(self, items):
        return "joined " + str(len([*items]))


def joins(separator, items):
    return separator.join(str(x) for x in items)


for separator in (",", ";", Texts(","), b"-", ""):
    for n in range(40):
        try:
            last = joins(separator, range(n))
        except TypeError as error:
            last = str(error)
    print(last)


def nested(n):
    return max(sum(min(a ^ b for a in range(n)) for b in range(c + 1)) for c in range(n))


print([nested(n) for n in range(1, 12)])


def closing():
    log = []

    def items():
        try:
            for i in range(100):
                yield i
        finally:
            log.append("closed")

    g = items()
    found = any(x == 60 for x in g)
    rest = sum(x for x in g)
    return found, rest, log


print([closing() for _ in range(20)][-1])


async def asynchronous():
    yield 1


def refused():
    return sum(x async for x in asynchronous())


try:
    refused()
except TypeError as error:
    print(error)


def in_generator(n):
    yield sum(x for x in range(n))
    yield tuple(x for x in range(n) if x % 2)


print([list(in_generator(n)) for n in range(30)][-1])
