# Recursion: shallow and deep, mutual, through methods, builtins, generators and comprehensions; RecursionError and recovery.
import sys


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))


def permutations(items):
    if len(items) <= 1:
        return [items]
    return [[x] + rest for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]


print(depth(500), even(300), odd(300), ackermann(2, 5), len(permutations([1, 2, 3, 4])), permutations("abc" and list("abc"))[3])


def forever(n=0):
    return forever(n + 1)


for attempt in range(3):
    try:
        forever()
    except RecursionError as error:
        print(type(error).__name__, str(error).startswith("maximum recursion depth exceeded"), issubclass(RecursionError, RuntimeError))


class Endless:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __hash__(self):
        return hash(self)

    def __len__(self):
        return len(self)

    def __getitem__(self, i):
        return self[i]

    def __call__(self):
        return self()

    def __add__(self, other):
        return self + other

    def __bool__(self):
        return bool(self)

    def __iter__(self):
        return iter(self)

    @property
    def p(self):
        return self.p


e = Endless()
for f in (lambda: e.a, lambda: repr(e), lambda: e == 1, lambda: hash(e), lambda: len(e), lambda: e[0], lambda: e(), lambda: e + 1, lambda: bool(e), lambda: list(e), lambda: e.p, lambda: sorted([1, 2], key=lambda x: forever()), lambda: [forever() for _ in range(2)], lambda: max([1], key=forever), lambda: str(e), lambda: f"{e}", lambda: e in [1]):
    try:
        f()
        print("no error")
    except RecursionError as error:
        print("RecursionError")


def nested_list(n):
    result = []
    for _ in range(n):
        result = [result]
    return result


deep = nested_list(100000)
try:
    repr(deep)
    print("no error")
except RecursionError:
    print("RecursionError in repr")
other = nested_list(100000)
try:
    deep == other
    print("no error")
except RecursionError:
    print("RecursionError in ==")
count = 0
while deep:
    deep = deep[0]
    count += 1
print(count)
del other


def walk(tree):
    for item in tree:
        if isinstance(item, list):
            yield from walk(item)
        else:
            yield item


print(list(walk([1, [2, [3, [4]], 5], [[[[6]]]]])), sum(1 for _ in walk(nested_list(200))))


def chained(n):
    if n == 0:
        raise ValueError("bottom")
    try:
        return chained(n - 1)
    finally:
        visits.append(n)


visits = []
try:
    chained(100)
except ValueError as error:
    print(error, len(visits), visits[:3])


def recover(n):
    try:
        return recover(n + 1)
    except RecursionError:
        return "recovered"


print(recover(0))
old = sys.getrecursionlimit()
sys.setrecursionlimit(5000)
print(depth(4000), sys.getrecursionlimit())
sys.setrecursionlimit(old)
try:
    sys.setrecursionlimit(0)
except ValueError as error:
    print(error)
print((lambda f: f(f, 20))(lambda f, n: n if n < 2 else f(f, n - 1) + f(f, n - 2)))
