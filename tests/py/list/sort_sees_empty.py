# While Python code of a sort runs, the list is empty; what is put into it meanwhile is dropped, and sort says so.
def attempt(change):
    victim = [3, 1, 2]

    def key(x):
        change(victim)
        return x

    try:
        victim.sort(key=key)
    except Exception as error:
        print(type(error).__name__, error, end=" ")
    print(victim)


for change in (lambda l: None, lambda l: l.append(5), lambda l: (l.append(1), l.pop()), lambda l: (l.append(1), l.clear()), lambda l: l.clear(), lambda l: l.reverse(), lambda l: l.sort(), lambda l: l.extend([]), lambda l: l.extend([7, 8]), lambda l: l.__setitem__(0, 1), lambda l: l.pop(), lambda l: l.insert(0, 1), lambda l: l.__setitem__(slice(0, 0), [1]), lambda l: print(len(l), l, 3 in l)):
    attempt(change)


class Item:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        seen.append(len(victim))
        return self.n < other.n


seen = []
victim = [Item(n) for n in (3, 1, 2)]
victim.sort()
print([i.n for i in victim], set(seen))
victim.sort(key=lambda i: -i.n, reverse=True)
print([i.n for i in victim])
try:
    victim.sort(key=lambda i: 1 / (i.n - 2))
except ZeroDivisionError:
    print(len(victim))
