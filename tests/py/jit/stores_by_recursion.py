# Item stores and `in` by methods that recurse: nothing lies on the stack below their operands, and what compiled code has left there is no value.
class Deep:
    def __init__(self, inner):
        self.inner = inner
        self.value = 0

    def __setitem__(self, i, value):
        if self.inner is None:
            self.value += value
        else:
            self.inner[i] = value

    def __contains__(self, x):
        return x == 1 if self.inner is None else x in self.inner


def deep(n):
    chain = None
    for _ in range(12):
        chain = Deep(chain)
    total = 0
    for i in range(n):
        chain[i] = i
        total += (i % 3) in chain
    while chain.inner is not None:
        chain = chain.inner
    return total, chain.value


print(deep(300))

