# set and frozenset: methods, operators, comparisons, printing of small int sets, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print(set(), frozenset(), {1}, {3, 1, 2}, set([1, 2, 2]), set(range(8)), frozenset([2, 1]), {1, 1.0, True}, set("a"), {None}, {()}, {*[1, 2], *(2, 3)}, set({5: 6}), {"x"}, {-1}, {1: 2}.keys() | set(), len(set("hello")), frozenset({1}), set(frozenset([9])))
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, b - a, a ^ b, a.union(b), a.intersection(b), a.difference(b), a.symmetric_difference(b), a.union([9], (8,), "") == {1, 2, 3, 4, 8, 9}, a.intersection([1, 2], [2, 3]), a.difference([1], [2]), a.union(), a.intersection(), a.difference() is a)
print(a < b, a <= a, {1, 2} < a, {1, 2} <= a, a > {1}, a >= {1, 9}, a == {4, 3, 2, 1}, a != b, {1, 2} == frozenset([1, 2]), frozenset([1]) < {1, 2}, a.issubset([1, 2, 3, 4, 5]), a.issuperset([1]), a.isdisjoint([7, 8]), a.isdisjoint({1}), set() < {1}, set() == {}, a == [1, 2, 3, 4])
c = set(a)
print(c.add(10), c.add(1), c.discard(99), c.discard(1), c.remove(2), c, c.update([20], {30}, (40,)), sorted(c), c.update(), c.clear(), c)
c = {1, 2, 3, 4, 5, 6}
c.intersection_update([1, 2, 3, 9], [2, 3])
print(c)
c.difference_update([3], [])
c.symmetric_difference_update([2, 7])
print(c, c.copy() == c, c.copy() is c, c.pop(), c)
c = d = {1, 2, 3}
c |= {4}
c &= {2, 3, 4}
c -= {2}
c ^= {3, 9}
print(c, c is d)
e = f = frozenset([1])
e |= {2}
print(e, f, type(e).__name__, type({1} | frozenset([2])).__name__, type(frozenset([2]) | {1}).__name__, frozenset([1]).copy() is not None)
for g in (lambda: {[]}, lambda: {{}}, lambda: {1}.add([]), lambda: {1}.remove(5), lambda: set().pop(), lambda: {1}.discard([]), lambda: [] in {1}, lambda: {1} | [2], lambda: {1} & "a", lambda: {1} - None, lambda: {1} ^ 5, lambda: {1} < [1], lambda: {1} >= 5, lambda: {1}.union(5), lambda: {1}.update(5), lambda: set(5), lambda: set(1, 2), lambda: set(iterable=[]), lambda: a[0], lambda: {1} + {2}, lambda: {1} * 2,
          lambda: hash({1}), lambda: {{1}}, lambda: frozenset([1]).add(2), lambda: {1}.nope, lambda: set([[]]), lambda: frozenset(5), lambda: {1}.isdisjoint(5), lambda: {1}.issubset(5), lambda: {1}.symmetric_difference([1], [2]), lambda: {1}.intersection([[]]), lambda: {1}.remove({2}), lambda: {1}.pop(1)):
    show(g)
print({frozenset([1, 2]): "f"}[frozenset([2, 1])], frozenset([1, 2]) in {frozenset([2, 1])}, {1, 2} in {frozenset([1, 2])}, hash(frozenset([1, 2, 3])) == hash(frozenset([3, 2, 1])), hash(frozenset()), frozenset() == set())
s = {frozenset([1])}
s.discard({1})
print(s, {1, 2}.__contains__(1), {1}.__len__(), {1}.__or__([1]), {1}.__eq__([1]), {1}.__lt__({1, 2}), {1}.__and__(5), {1}.__rsub__({1, 2}))
print({x * x % 10 for x in range(10)}, sorted({len(w) for w in "a bb cc ddd".split()}), {i for i in range(5) if i % 2}, sum({1, 2, 3}), max({3, 1}), sorted({3, 1, 2}, reverse=True), bool(set()), bool({0}), [*{7}], 1 in {1.0}, "a" in set("abc"), any({0}), len({(1, 2), (1, 2)}), list({5}))
print({0, 1, 2, 3, 4, 5, 6, 7}, {7, 3, 5, 1}, {8, 1}, {16, 8, 0}, set(range(0, 64, 8)), {100, 1, 50}, {-1, -2, -3}, {2 ** 61 - 1, 1}, set(range(20)), {1.5, 2}, {True, 0}, {10, 9, 8, 7, 6})
primes = set(range(2, 100)) - {i * j for i in range(2, 10) for j in range(2, 50)}
print(sorted(primes), len(primes))


class Sub(set):
    pass


class FSub(frozenset):
    pass


x = Sub([1, 2])
x.note = 1
print(x, repr(FSub([1])), type(x | {3}).__name__, type(x.copy()).__name__, type({3} | x).__name__, type(FSub([1]) | {2}).__name__, x == {1, 2}, isinstance(x, set), x.note, Sub() == set())
r = set()
it = iter({1, 2, 3})
print(next(it), it.__length_hint__(), list(it), list(it), set.union({1}, {2}), set.__name__, frozenset.union(frozenset([1]), [2]))
