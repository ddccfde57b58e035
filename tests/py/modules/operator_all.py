# operator: the functions behind operators, itemgetter, attrgetter, methodcaller, in-place forms, index, length_hint.
import operator as op


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


for name in "add sub mul truediv floordiv mod pow lshift rshift and_ or_ xor lt le eq ne gt ge is_ is_not".split():
    print(name, getattr(op, name)(13, 5), end=" ")
print()
print(op.neg(5), op.pos(-5), op.invert(5), op.inv(5), op.abs(-3), op.not_([]), op.truth("a"), op.index(True), op.concat([1], [2]), op.contains("abc", "b"), op.countOf([1, 2, 1], 1), op.indexOf("abc", "c"), op.getitem({"k": 1}, "k"), op.length_hint([1, 2]), op.length_hint(iter(range(5))), op.length_hint(5 for _ in []), op.length_hint(object(), 7), op.matmul.__name__)
d, l = {"a": 1}, [1, 2, 3]
print(op.setitem(d, "b", 2), op.delitem(d, "a"), d, op.setitem(l, slice(0, 2), "xy"), l, op.delitem(l, -1), l)
first = op.itemgetter(0)
pair = op.itemgetter(1, 2)
print(first("abc"), pair([1, 2, 3]), op.itemgetter(slice(1, 3))("abcdef"), op.itemgetter("k")({"k": "v"}), op.itemgetter("k", "m")({"k": 1, "m": 2}), sorted([(2, "b"), (1, "c"), (3, "a")], key=op.itemgetter(1)), repr(op.itemgetter(1, 2)))


class A:
    def __init__(self, x):
        self.x = x
        self.self = self

    def method(self, a, b=0):
        return self.x, a, b


a = A(5)
print(op.attrgetter("x")(a), op.attrgetter("self.self.x")(a), op.attrgetter("x", "self.x")(a), op.methodcaller("method", 1)(a), op.methodcaller("method", 1, b=2)(a), op.methodcaller("upper")("abc"), repr(op.attrgetter("a", "b.c")), repr(op.methodcaller("m", 1, k=2)), sorted([A(2), A(1)], key=op.attrgetter("x"))[0].x)
i = [1]
same = op.iadd(i, [2])
print(op.iadd(1, 2), same is i, i, op.imul(3, 4), op.iconcat([1], [2]), op.ixor(5, 1), op.isub(5, 3), op.ior({1}, {2}), op.ipow(2, 5), op.imod(7, 4), op.ilshift(1, 4), op.irshift(16, 2), op.iand(6, 3), op.ifloordiv(7, 2), op.itruediv(7, 2))
for f in (lambda: op.add(1, "a"), lambda: op.itemgetter(5)([1]), lambda: op.itemgetter(), lambda: op.attrgetter("nope")(a), lambda: op.attrgetter(5), lambda: op.attrgetter("x.y")(a), lambda: op.methodcaller("nope")(a), lambda: op.methodcaller(), lambda: op.methodcaller(5), lambda: op.indexOf([1], 2), lambda: op.countOf(5, 1), lambda: op.index(1.5), lambda: op.concat(1, 2), lambda: op.contains(5, 1), lambda: op.getitem([1], 5), lambda: op.length_hint([], "a"), lambda: op.add(1), lambda: op.itemgetter(1)(5), lambda: op.call(5), lambda: op.truediv(1, 0)):
    show(f)


class V:
    def __init__(self, v):
        self.v = v

    def __matmul__(self, other):
        return f"{self.v}@{other.v}"

    def __imatmul__(self, other):
        return "in place"

    def __lt__(self, other):
        return "less"

    def __contains__(self, item):
        return item == self.v

    def __index__(self):
        return self.v

    def __length_hint__(self):
        return 99

    def __call__(self, *args):
        return args


print(op.matmul(V(1), V(2)), op.imatmul(V(1), V(2)), op.lt(V(1), V(2)), op.contains(V(1), 1), op.index(V(3)), op.length_hint(V(0)), op.call(V(1), 2, 3), op.__add__(1, 2), op.add.__name__, op.is_(a, a))
from functools import reduce
print(reduce(op.mul, range(1, 11)), reduce(op.or_, [1, 2, 4]), list(map(op.add, [1, 2], [10, 20])), max({"a": 3, "b": 5}.items(), key=op.itemgetter(1)), list(map(op.methodcaller("split", ","), ["a,b", "c"])), reduce(op.getitem, ["a", 0, "b"], {"a": [{"b": "deep"}]}))
