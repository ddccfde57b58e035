# map, filter, zip (strict), enumerate, reversed, iter with a sentinel, next, sum, any, all, min, max, sorted.
def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(pow, [2, 3], [3, 2], [5, 7])), list(map(None.__class__, [])), next(map(abs, [-5])), list(map(int, "123")))
print(list(filter(None, [0, 1, "", "a", [], None])), list(filter(lambda x: x % 2, range(6))), list(filter(str.isdigit, "a1b2")), list(filter(bool, [])), "".join(filter(str.isalpha, "a-b")))
print(list(zip()), list(zip([1])), list(zip([1, 2], "ab")), list(zip([1, 2, 3], "ab", range(9))), list(zip("ab", strict=True)), list(zip([1, 2], [3, 4], strict=True)), list(zip(*[[1, 2], [3, 4]])), dict(zip("ab", range(2))), list(zip([], [1])))
show(lambda: list(zip([1, 2], [1], strict=True)))
show(lambda: list(zip([1], [1, 2], strict=True)))
show(lambda: list(zip([1], [1], [1, 2], strict=True)))
show(lambda: list(zip([1], [1], [], strict=True)))
it = iter([1, 2, 3])
print(list(zip(it, [10])), list(it))  # one element is taken and lost
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([], start=1)), list(enumerate("x", 2 ** 70)), next(enumerate("q", -1)))
print(list(reversed([1, 2])), list(reversed((1, 2))), list(reversed("ab")), list(reversed(range(3))), list(reversed({1: 2, 3: 4})), list(reversed(b"ab")))
state = [0]


def tick():
    state[0] += 1
    return state[0]


print(list(iter(tick, 5)), state, list(iter(lambda: 1, 1)))
it = iter(tick, 8)
print(next(it), next(it), next(it, "end") if state[0] > 99 else "", list(it))


def stops():
    raise StopIteration("from callable")


print(list(iter(stops, 1)))
show(lambda: iter(5, 5))
show(lambda: next(iter([])))
show(lambda: next(iter([]), 5))
show(lambda: next(5))
show(lambda: next([1]))
print(sum([]), sum([1, 2, 3]), sum([1, 2], 10), sum([0.1] * 3), sum([[1], [2]], []), sum((), 5), sum([1], start=5), sum({1: 2, 3: 4}), sum(range(101)), sum([True, True]), sum([2 ** 62, 2 ** 62, -1]), sum([1, 2.5, 3j]), sum([2 ** 53, 1.0, -(2.0 ** 53)]))
for f in (lambda: sum(["a"]), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: sum([bytearray()], bytearray()), lambda: sum(5), lambda: sum([1], []), lambda: sum([None])):
    show(f)
print(any([]), all([]), any([0, ""]), any([0, 5]), all([1, "a"]), all([1, 0]), any(x > 2 for x in range(5)), all(x < 2 for x in range(5)), any({0: 1}), all("abc"))
print(min(3, 1, 2), max(3, 1, 2), min([5]), max("hello"), min("b", "a"), max([1, 5], [1, 4]), min(1, 2, key=lambda x: -x), max(["aa", "b"], key=len), min([], default="d"), max((), default=None), min([3, 1, 2], key=None), max({"a": 1, "b": 0}), max({"a": 1, "b": 0}, key={"a": 1, "b": 0}.get), min(1, 1.0), max(1, 1.0, True), max([(1, "a"), (1, "b")], key=lambda p: p[0]))
for f in (lambda: min(), lambda: max([]), lambda: min(5), lambda: max(1, "a"), lambda: min([1, "a"]), lambda: max(1, 2, default=3), lambda: min([], key=len), lambda: max([1], [2], key=5), lambda: max(None), lambda: min(1, key=lambda x: x)):
    show(f)
m = map(lambda x: 1 / x, [1, 0, 2])
print(next(m))
show(lambda: next(m))
print(next(m), next(m, "end"))
f = filter(lambda x: 1 / x, [0, 4])
show(lambda: next(f))
print(next(f))
show(lambda: list(map(lambda: 1, [1])))
show(lambda: map(5))
show(lambda: list(map(5, [1])))
show(lambda: list(filter(5, [1])))
show(lambda: reversed(iter([])))
show(lambda: reversed({1, 2}))
show(lambda: enumerate(5))
log = []


def noisy(name, values):
    for v in values:
        log.append((name, v))
        yield v


list(zip(noisy("a", [1, 2]), noisy("b", [3])))
print(log)


class Seq:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i * 10


print(list(reversed(Seq())), type(map(abs, [])).__name__, type(zip()).__name__, type(filter(None, [])).__name__, type(enumerate([])).__name__, type(reversed([])).__name__, type(iter([])).__name__, type(iter(())).__name__, type(iter({})).__name__, type(iter("")).__name__, type(iter(set())).__name__, type(iter(range(0))).__name__, type(iter(int, 1)).__name__, type(iter(b"")).__name__)
for it in (map(abs, [1]), zip([1]), filter(None, [1]), enumerate([1]), reversed([1]), iter([1])):
    print(iter(it) is it, list(it), list(it), next(it, "ended"))
print(sorted("bca"), sorted([3, 1], reverse=True), sorted(["b", "A"], key=str.lower), list(map(list, zip(*[(1, "a"), (2, "b")]))), [*map(sum, zip(*[[1, 2], [3, 4]]))], list(zip(range(3), map(lambda x: x * x, range(3)), enumerate("abc"))))
