# list: every method, with bounds, identity of results and errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


a = [3, 1, 2]
print(a.append(4), a, a.extend([5, 6]), a, a.extend("xy"), a, a.extend(()), a.extend(range(2)), a)
print(a.insert(0, "first"), a.insert(-1, "before last"), a.insert(100, "end"), a.insert(-100, "start"), a)
print(a.pop(), a.pop(0), a.pop(-2), a.pop(3), a)
print(a.remove("x"), a.index("y"), a.count(1), a.count("none"), a)
a = [1, 2, 3, 2, 1]
print(a.index(2), a.index(2, 2), a.index(1, -1), a.index(1, 1, 5), a.index(3, 0, 3), a.index(2, -100, 100), a.count(2), a.count(2.0), a.count(True))
print(a.reverse(), a, a.copy(), a.copy() is a, a.copy() == a, a.clear(), a)
for f in (lambda: [].pop(), lambda: [1].pop(1), lambda: [1].pop(-2), lambda: [1].pop("a"), lambda: [1].pop(1.0), lambda: [1].remove(2), lambda: [].remove(None), lambda: [1].index(2), lambda: [1, 2].index(1, 1), lambda: [1].index(1, "a"), lambda: [].extend(5), lambda: [].extend(), lambda: [].append(), lambda: [].append(1, 2),
          lambda: [].insert(1), lambda: [].insert("a", 1), lambda: [].count(), lambda: [].sort(1), lambda: [].sort(keys=1), lambda: [].reverse(1), lambda: [].nope, lambda: [1].pop(2 ** 70), lambda: [].insert(2 ** 70, 1), lambda: list(5), lambda: list(1, 2), lambda: list(iterable=[1]), lambda: [].copy(1), lambda: [].clear(1)):
    show(f)
print(list(), list("abc"), list((1, 2)), list({1: 2}), list(range(3)), list([1, 2]), list(iter([3])), list({5}), list(x for x in "pq"), list(b"ab"), list(map(str, [1])), list(zip([1], [2])), list(enumerate("a")))
print([1] + [2, 3], [] + [], [1, 2] * 2, 2 * [1], [1] * 0, [1] * -3, [[]] * 2, [None] * 3, [1, 2] * True)
for f in (lambda: [1] + (2,), lambda: (2,) + [1], lambda: [1] + "a", lambda: [1] * 1.5, lambda: [1] * [2], lambda: [1] - [1], lambda: [1] + None, lambda: -[1], lambda: "a" * []):
    show(f)
a = b = [1]
a += [2]
a *= 2
a += "xy"
a += (i for i in range(2))
print(a, a is b)
a = a + [9]
print(a is b, b)
t = ([1],)
try:
    t[0] += [2]
except TypeError as error:
    print(error, t)
print(1 in [1, 2], 1.0 in [1], True in [1], "a" in ["ab"], None in [None], [] in [[]], 5 not in [1], float("nan") in [1.0])
print([1, 2] == [1, 2], [1, 2] != [1, 3], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9], [1, 2] <= [1, 2], [1] == (1,), [[1], 2] < [[1], 3], [1, "a"] == [1.0, "a"], ["a"] < ["b"])
show(lambda: [1] < ["a"])
show(lambda: [1, "a"] < [1, 2])
show(lambda: ["x", 1] < ["y", "a"])
show(lambda: [1] < (1,))
show(lambda: [1] < 1)
x = [1, 2]
y = [1, 2]
print(x is y, x == y, len(x), bool(x), bool([]), not [], repr([]), str([1, "a", None, [2]]), [1, 2].__len__(), [1].__contains__(1), [1, 2].__getitem__(0), [1].__eq__(5), [1].__add__([2]), [1].__mul__(2), [3].__rmul__(2), list.append(x, 3), x)
show(lambda: hash([1]))
show(lambda: {[1]: 2})
show(lambda: x.new_attribute)


def set_attribute():
    x.attribute = 1


show(set_attribute)
nested = [[0] * 2 for _ in range(2)]
nested[0][1] = 5
shared = [[0] * 2] * 2
shared[0][1] = 5
print(nested, shared, sum([1, 2, 3]), sum([[1], [2]], []), min([3, 1]), max(["b", "a"]), sorted([3, 1, 2]), list(reversed([1, 2, 3])), any([0, 1]), all([]), [*[1, 2], 3, *(4, 5)], len([None] * 1000))
r = [1]
r.append(r)
print(r, r[1] is r, r[1][1][0], [r, r], len(r))


class Picky:
    def __init__(self, name):
        self.name = name
        self.asked = 0

    def __eq__(self, other):
        self.asked += 1
        return other == self.name


p = Picky("p")
l = [1, p, 2]
print(l.index(p), p.asked, l.count(p), "p" in l, p.asked, l.index("p"), l.remove("p"), len(l))
