# itertools: every iterator, with bounds, laziness, exhaustion and errors.
import itertools as it
import operator


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


take = lambda n, iterable: list(it.islice(iterable, n))
print(take(4, it.count()), take(3, it.count(10)), take(3, it.count(5, -2)), take(3, it.count(0.5, 0.25)), take(3, it.count(2 ** 63 - 1)), take(2, it.count(step=3)), it.count(3), it.count(1, 2), next(it.count(-(2 ** 70))))
print(take(7, it.cycle("abc")), take(3, it.cycle([])), list(it.repeat("x", 3)), take(2, it.repeat(5)), list(it.repeat(1, 0)), list(it.repeat(1, -5)), it.repeat(7), it.repeat("a", 2), list(map(pow, range(4), it.repeat(2))))
print(list(it.accumulate([1, 2, 3, 4])), list(it.accumulate([1, 2, 3], operator.mul)), list(it.accumulate([], initial=5)), list(it.accumulate([1, 2], initial=10)), list(it.accumulate("abc")), list(it.accumulate([3, 1, 4, 1, 5], max)), list(it.accumulate([1, 2, 3], lambda a, b: a * 10 + b)))
print(list(it.chain()), list(it.chain("ab", [1], ())), list(it.chain.from_iterable(["ab", [1, 2]])), list(it.chain([1], it.chain([2], [3]))), list(it.chain.from_iterable(map(range, range(4)))))
print(list(it.compress("abcdef", [1, 0, 1, 0, 1, 1])), list(it.compress("abc", [True])), list(it.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.filterfalse(lambda x: x % 2, range(6))), list(it.filterfalse(None, [0, 1, "", "a"])))
print([(k, list(g)) for k, g in it.groupby("aabbba")], [(k, list(g)) for k, g in it.groupby([1, 3, 2, 4, 5], lambda x: x % 2)], [k for k, g in it.groupby("aab")], [list(g) for k, g in list(it.groupby("aab"))], list(it.groupby([])))
print(list(it.islice(range(10), 3)), list(it.islice(range(10), 2, 5)), list(it.islice(range(10), 1, None, 3)), list(it.islice("abc", None)), list(it.islice("abc", 5)), list(it.islice([], 1)), list(it.islice(range(5), 3, 1)))
print(list(it.pairwise("abcd")), list(it.pairwise("a")), list(it.pairwise([])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.starmap(lambda *a: a, [(), (1,), (1, 2)])))
a, b, c = it.tee([1, 2, 3], 3)
print(next(a), next(a), list(b), list(a), list(c), it.tee([], 0), [list(x) for x in it.tee("ab")])
print(list(it.zip_longest("abc", [1])), list(it.zip_longest([1], [2, 3], fillvalue="-")), list(it.zip_longest()), list(it.zip_longest([], [])), list(it.zip_longest("ab")))
print(list(it.product("ab", [1, 2])), list(it.product()), list(it.product("ab", repeat=2)), list(it.product([], "a")), len(list(it.product(range(3), repeat=4))), list(it.product("a", repeat=0)))
print(list(it.permutations("abc")), list(it.permutations("abc", 2)), list(it.permutations([1, 2], 3)), list(it.permutations([], 0)), len(list(it.permutations(range(5)))))
print(list(it.combinations("abcd", 2)), list(it.combinations("ab", 3)), list(it.combinations("ab", 0)), list(it.combinations_with_replacement("abc", 2)), list(it.combinations_with_replacement([], 1)), len(list(it.combinations(range(10), 5))))
for f in (lambda: it.count("a"), lambda: it.count(1, "b"), lambda: it.cycle(5), lambda: it.repeat(), lambda: it.repeat(1, "a"), lambda: list(it.accumulate([1, "a"])), lambda: it.accumulate(5), lambda: list(it.chain(5)), lambda: it.compress([1]), lambda: list(it.dropwhile(5, [1])), lambda: it.islice([1], -1), lambda: it.islice([1], 0, 1, 0), lambda: it.islice([1], "a"), lambda: it.islice([1]), lambda: list(it.starmap(pow, [5])), lambda: list(it.starmap(pow, [(1,)])), lambda: it.tee([1], -1), lambda: it.tee(5), lambda: it.product("ab", repeat=-1), lambda: it.product(5), lambda: it.permutations("ab", -1), lambda: it.combinations("ab"), lambda: it.combinations("ab", -1), lambda: it.permutations("ab", "c"), lambda: it.zip_longest([1], fill=0), lambda: it.groupby(), lambda: list(it.groupby([1], 5)), lambda: it.pairwise(5), lambda: list(it.takewhile(lambda x: 1 / x, [1, 0])), lambda: list(it.filterfalse(5, [1]))):
    show(f)
log = []


def source(name, n):
    for i in range(n):
        log.append(f"{name}{i}")
        yield i


list(it.islice(source("a", 10), 2, 6, 2))
print(log)
log.clear()
x, y = it.tee(source("t", 3))
next(x), next(x), next(y)
print(log)
log.clear()
list(it.takewhile(lambda v: v < 1, source("w", 5)))
print(log)
log.clear()
next(it.chain(source("c", 2), source("d", 2)))
list(it.zip_longest(source("p", 1), source("q", 2)))
print(log)
g = it.groupby([1, 1, 2, 2])
k1, first = next(g)
k2, second = next(g)
print(k1, list(first), k2, list(second))
ended = it.takewhile(lambda v: v < 2, [1, 5, 1])
print(list(ended), list(ended), next(ended, "end"))
for iterator in (it.count(), it.cycle("a"), it.chain("a"), it.islice("abc", 2), it.repeat(1), it.starmap(pow, []), it.product("ab"), it.permutations("ab"), it.combinations("ab", 1), it.groupby("a"), it.accumulate([1]), it.compress("a", [1]), it.pairwise("ab"), it.zip_longest("a")):
    assert iter(iterator) is iterator
    print(type(iterator).__name__, end=" ")
print()
primes = (lambda sieve: [n for n in sieve if n])(list(it.accumulate(range(2, 40), lambda a, b: b)))
flat = list(it.chain.from_iterable([[1, [2]], [3]]))
chunks = list(it.takewhile(bool, (list(it.islice(i, 3)) for i in it.repeat(iter(range(8))))))
runs = [(len(list(g)), k) for k, g in it.groupby(sorted("mississippi"))]
print(primes[:5], flat, chunks, runs, sum(1 for a, b in it.pairwise([1, 3, 2, 5]) if a < b), list(zip(it.count(1), "ab")), dict(zip("abc", it.repeat(0))), max(it.accumulate([1, -2, 5], operator.add)), list(it.islice(it.chain(it.repeat("-", 2), it.cycle("xy")), 6)))
