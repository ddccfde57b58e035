# sort and sorted: stability, key, reverse, comparisons by __lt__ only, exceptions and mutation while sorting.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print(sorted([3, 1, 2]), sorted("hello"), sorted([]), sorted([1]), sorted({3: 1, 1: 2}), sorted((2, 1), reverse=True), sorted(x * x % 7 for x in range(7)), sorted([True, 0, 2, False, 1]), sorted([1.5, 1, 2, 0.5]))
a = [5, 2, 9]
print(a.sort(), a, a.sort(reverse=True), a, a.sort(key=lambda x: -x % 5), a, sorted(a) is a)
words = "the quick brown fox jumps over the lazy dog Again and AGAIN".split()
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (-len(w), w)))
pairs = [(i * 7 % 5, i) for i in range(40)]
by_first = sorted(pairs, key=lambda p: p[0])
assert all(a[0] < b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(by_first, by_first[1:]))
reverse = sorted(pairs, key=lambda p: p[0], reverse=True)
assert all(a[0] > b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(reverse, reverse[1:]))
print(by_first[:8], reverse[:8])
seed = 7
for n in (0, 1, 2, 3, 10, 31, 32, 33, 63, 64, 65, 100, 127, 500, 1000, 3000):
    for kind in range(5):
        data = []
        for i in range(n):
            seed = (seed * 1103515245 + 12345) % 2 ** 31
            data.append((seed % 1000, i, -i, seed % 3, i // 10)[kind])
        if kind == 4:
            data[n // 2:n // 2] = data[:5]
        result = sorted(data)
        assert all(a <= b for a, b in zip(result, result[1:])) and len(result) == len(data) and sum(result) == sum(data)
        copy = data[:]
        copy.sort(reverse=True)
        assert copy == result[::-1]
        decorated = sorted(range(len(data)), key=data.__getitem__)
        assert [data[i] for i in decorated] == result
        assert all(data[a] < data[b] or a < b for a, b in zip(decorated, decorated[1:]))
print("sorted all")


class OnlyLess:
    count = 0

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        OnlyLess.count += 1
        return self.value < other.value

    def __repr__(self):
        return f"<{self.value}>"


items = [OnlyLess(v) for v in (3, 1, 2, 1)]
print(sorted(items), sorted(items, reverse=True), max(items, key=lambda i: i.value), OnlyLess.count > 0)
in_order = [OnlyLess(i) for i in range(100)]
OnlyLess.count = 0
in_order.sort()
print("comparisons of an ordered list:", OnlyLess.count)
in_order.sort(reverse=True)
OnlyLess.count = 0
in_order.sort()
print("comparisons of a reversed list:", OnlyLess.count)
show(lambda: sorted([1, "a"]))
show(lambda: sorted([3, None, 1]))
show(lambda: sorted([1j, 2j]))
show(lambda: sorted([object(), object()]))
show(lambda: sorted(5))
show(lambda: sorted())
show(lambda: sorted([1], lambda x: x))
show(lambda: sorted([1], key=5))
show(lambda: sorted([1, 2], reverse="x"))
show(lambda: sorted([1, 2], reverse=None))
show(lambda: [2, 1].sort(None))
show(lambda: sorted([2, 1], key=None))


class Trouble(Exception):
    pass


calls = 0


def bad_key(x):
    global calls
    calls += 1
    if calls == 3:
        raise Trouble("third key")
    return x


a = [4, 3, 2, 1]
show(lambda: a.sort(key=bad_key))
print(sorted(a))


class Bomb:
    def __lt__(self, other):
        raise Trouble("compare")


a = [Bomb(), 1, Bomb()]
show(lambda: a.sort())
print(len(a))
victim = [3, 2, 1]
seen = []


def watch(x):
    seen.append(list(victim))
    return x


victim.sort(key=watch)
print(seen, victim)
victim = [3, 2, 1]


def grow(x):
    victim.append(9)
    return x


show(lambda: victim.sort(key=grow))
print(victim)


class Odd:
    def __lt__(self, other):
        return "yes"


print(len(sorted([Odd(), Odd(), Odd()])), sorted([[2, 1], [1, 5], [1]]), sorted([(1, "b"), (1, "a")]), sorted(["b", "B", "a", "\u00e4", "\U0001f986", ""]), sorted([float("inf"), -1, 2 ** 80, -(2 ** 80), 0.5]), sorted([b"b", b"a"]), sorted([{1}, {1, 2}], key=len))
from functools import cmp_to_key
print(sorted([5, 3, 8], key=cmp_to_key(lambda x, y: y - x)), sorted("a1B2", key=lambda c: (c.isdigit(), c.lower())))
