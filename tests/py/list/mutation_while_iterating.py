# Lists changed while they are iterated, extended by themselves, compared or searched; iterators that end stay ended.
a = [1, 2, 3]
seen = []
for x in a:
    seen.append(x)
    if len(a) < 6:
        a.append(x * 10)
print(seen, a)
a = list(range(6))
seen = []
for x in a:
    seen.append(x)
    if x % 2 == 0:
        a.remove(x)
print(seen, a)
a = list(range(5))
seen = []
for x in a:
    seen.append(x)
    a.pop()
print(seen, a)
a = [1, 2, 3]
for x in a:
    a.clear()
print(a)
a = [1, 2, 3]
for i, x in enumerate(a):
    a[i] = x * 2
    if i == 0:
        a[2] = 50
print(a)
a = [1, 2]
it = iter(a)
print(next(it), next(it), next(it, "end"))
a.append(3)
print(next(it, "still ended"), list(it))
it = iter(a)
next(it)
a.append(4)
print(it.__length_hint__(), list(it), it.__length_hint__(), list(it))
it = reversed([1, 2, 3])
print(next(it), it.__length_hint__(), list(it), list(it))
a = [1, 2, 3, 4]
it = reversed(a)
print(next(it), a.pop(), a.pop(), list(it))
a = [1, 2]
a.extend(a)
a += a
a[1:1] = a
print(a, len(a))
a = [1, 2, 3]
a.extend(x for x in a if len(a) < 8)
print(a)
a = [0, 1, 2, 3]
print([a.pop() for x in a], a)


class Cutter:
    """Equal to nothing; being asked removes the last element of a list."""

    def __init__(self, target):
        self.target = target

    def __eq__(self, other):
        if self.target:
            self.target.pop()
        return False


a = [1, 2, 3, 4, 5]
c = Cutter(a)
print(c in a, a)
a = [1, 2, 3, 4, 5]
c = Cutter(a)
print(a.count(c), a)
a = [1, 2, 3, 4]
b = [Cutter(a), Cutter(a), Cutter(a), Cutter(a)]
print(a == b, a)
a = [1, 2, 3, 4]
try:
    a.index(Cutter(a))
except ValueError as error:
    print(type(error).__name__, a)
a = [1, 2, 3, 4]
try:
    a.remove(Cutter(a))
except ValueError as error:
    print(error, a)
a = [3, 1, 2]
print([x for x in a for y in a if y < x], [x + y for x in a for y in [10, 20]], [[x] * x for x in a], max(a, key=lambda x: a.index(x)))
a = [[1], [2]]
b = a[:]
b[0].append(9)
b.append(3)
print(a, b)


def evil():
    yield 1
    a.clear()
    yield 2
    a.append("inside")
    yield 3


a = ["x", "y"]
a.extend(evil())
print(a)
a = ["x", "y"]
a[1:1] = evil()
print(a)
a = [5, 6, 7]
first, *rest = a
rest.append(8)
print(first, rest, a)
stack = [1]
order = []
while stack:
    n = stack.pop()
    order.append(n)
    if n < 20:
        stack.extend([n * 2, n * 2 + 1])
print(order)
import operator
print(operator.length_hint(iter([1, 2, 3])), list(zip(a, a[1:])), [*a, *a][2:4], a.__iter__() is not a.__iter__())
