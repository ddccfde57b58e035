# A list that extends itself takes what it has, once, whatever its class and its __iter__.


class Plain(list):
    pass


class Asked(list):
    def __iter__(self):
        return iter([9])


for kind in list, Plain, Asked:
    for n in 0, 1, 3:
        items = kind(range(n))
        items.extend(items)
        print(kind.__name__, items[:])
        items += items
        print(items[:], type(items).__name__)
print([1] + Plain([2]), Plain([1]) + [2])
other = []
other.extend(Asked([1, 2]))
print(other)
