# __reduce__, __setstate__, copy and deepcopy of the iterators of itertools, fresh, under way and exhausted.
import copy
import operator
from itertools import *


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


def text(state):
    return [getattr(x, "__name__", None) or type(x).__name__ if hasattr(x, "__next__") or callable(x) else text(x) if isinstance(x, tuple) else x for x in state]


makers = [
    lambda: count(5), lambda: count(1, 2), lambda: cycle("abc"), lambda: repeat("x", 3), lambda: repeat("x"), lambda: accumulate([1, 2, 3]),
    lambda: accumulate([1, 2, 3], operator.mul), lambda: accumulate([1, 2], initial=10), lambda: accumulate([None, 1], lambda a, b: None), lambda: chain("ab", [1, 2]), lambda: chain(),
    lambda: chain.from_iterable(["ab", "c"]), lambda: compress("abcd", [1, 0, 1, 1]), lambda: dropwhile(operator.not_, [0, 1, 0, 2]),
    lambda: takewhile(bool, [1, 2, 0, 3]), lambda: filterfalse(None, [0, 1, 2, 0]), lambda: starmap(pow, [(2, 3), (3, 2)]),
    lambda: islice("abcdefg", 1, 6, 2), lambda: islice("abc", None), lambda: islice("abc", 0), lambda: zip_longest("ab", [1], fillvalue="-"),
    lambda: product("ab", [1, 2]), lambda: product(repeat=2), lambda: product("ab", ""), lambda: permutations("abc"), lambda: permutations("abc", 2),
    lambda: permutations("a", 3), lambda: combinations("abcd", 2), lambda: combinations("ab", 3), lambda: combinations_with_replacement("ab", 2),
    lambda: combinations_with_replacement("", 1),
]
for make in makers:
    it = make()
    for step in range(12):
        state = it.__reduce__()
        rest = list(islice(copy.deepcopy(it), 8))
        again = state[0](*copy.deepcopy(state[1]))
        if len(state) > 2 and state[2] is not None:
            again.__setstate__(copy.deepcopy(state[2]))
        same = list(islice(again, 8)) == rest
        if step < 4 or rest == []:
            print(type(it).__name__, step, text(state[1:]), rest, same)
        assert list(islice(copy.copy(make()), 8)) == list(islice(make(), 8))
        if next(it, "end") == "end":
            break

g = groupby("aabbbc")
print(text(g.__reduce__()[1:]))
key, group = next(g)
print(key, next(group), text(g.__reduce__()[1:])[:1])
h = copy.deepcopy(groupby([1, 1, 2]))
print([(k, list(v)) for k, v in h])
g = groupby([1, 1, 2, 2])
next(g)
later = copy.deepcopy(g)
print([(k, list(v)) for k, v in later])
key, first = next(g)
key2 = next(g, None)
print(first.__reduce__())

a, b = tee(iter([1, 2, 3, 4, 5]))
print(next(a), next(a), next(b))
c, d = copy.deepcopy((a, b))
print(list(c), list(d), list(a), list(b))
a, b = tee(range(3))
c = copy.copy(a)
print(list(c), list(a), list(b))

for f in (lambda: cycle("a").__setstate__(5), lambda: cycle("a").__setstate__(()), lambda: cycle("a").__setstate__((5, 1)), lambda: chain().__setstate__(5),
          lambda: chain().__setstate__(([],)), lambda: chain().__setstate__(()), lambda: product("a").__setstate__((1, 2)), lambda: product("a").__setstate__(5),
          lambda: combinations("abc", 2).__setstate__((0,)), lambda: permutations("ab").__setstate__(((0,), (1,))), lambda: permutations("ab").__setstate__(5),
          lambda: groupby("a").__setstate__(5), lambda: islice("abc", 2).__setstate__("x"), lambda: pairwise("ab").__reduce__(), lambda: copy.copy(pairwise("ab"))):
    show(f)
p = product("abc", repeat=2)
p.__setstate__((7, -3))
print(next(p), next(p, None))
p = combinations("abcde", 3)
p.__setstate__((0, 2, 9))
print(next(p))
p = permutations("abc")
p.__setstate__(((2, 1, 0), (9, 0, 1)))
print(next(p, None))


class Mine(chain):
    pass


m = Mine("ab", "c")
next(m)
m.extra = 5
n = copy.copy(m)
print(type(n).__name__, list(n), getattr(n, "extra", None))
