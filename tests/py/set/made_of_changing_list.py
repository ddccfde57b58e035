# Sets made of lists and tuples, also of a list that a key's __hash__ makes longer and shorter meanwhile.
class Key:
    def __init__(self, n, change=None):
        self.n = n
        self.change = change

    def __hash__(self):
        change, self.change = self.change, None
        if change:
            change()
        return self.n

    def __eq__(self, other):
        return self.n == other.n

    def __repr__(self):
        return f"k{self.n}"


def made(how, change):
    items = [Key(1), Key(2, lambda: change(items)), Key(3), Key(4)]
    try:
        result = how(items)
        print(sorted(k.n for k in result), [k.n for k in items])
    except Exception as e:
        print(type(e).__name__, e, len(items))


def fail(items):
    raise ValueError("no hash")


hows = (set, frozenset, lambda l: {*l}, lambda l: {Key(9)} | set(l), lambda l: {Key(1), Key(9)}.union(l), lambda l: {Key(3), Key(9)}.difference(l),
        lambda l: {Key(3), Key(9)}.intersection(l), lambda l: {Key(3), Key(9)}.symmetric_difference(l), lambda l: {Key(1)}.issubset(l) and [],
        lambda l: {Key(1)}.isdisjoint(l) or [])
for how in hows:
    for change in (list.pop, list.clear, lambda l: l.append(Key(5)), lambda l: l.insert(0, Key(6)), lambda l: l.extend([Key(7)] * 50), fail):
        made(how, change)
    made(lambda l: how(tuple(l)), lambda l: l.clear())
for bad in ([1, []], (1, {}), [[]], ([],)):
    for how in (set, frozenset):
        try:
            print(how(bad))
        except TypeError as e:
            print(e)
print(set([]), frozenset(()), set((1,)), frozenset([2]), len(set(list(range(10000)) * 2)))
l = [1, 2, 3]
s = set(l)
s.update(l, (4,), [5])
print(s)


class L(list):
    def __iter__(self):
        return iter("own")


print(sorted(set(L([1]))))
