# Iterators over iterators, a few and very many: what compiled loops ask of them before they go on does not recurse without bound.
def stacked(make, count):
    it = iter(range(10))
    for _ in range(count):
        it = make(it)
    return it


def walked(it):
    total = 0
    for x in it:
        while isinstance(x, tuple):
            x = x[-1]
        total += x
    return total


def asked(make, count, n):
    found = []
    for i in range(n):
        it = stacked(make, count)
        try:
            while True:
                found.append(next(it) is None)
        except StopIteration:
            found.append(count)
    return len(found)


for make in zip, enumerate, lambda it: zip(it, "abcdefghijk"[:10]), lambda it: zip("abcdefghijk", it):
    for count in 0, 1, 2, 3, 4, 5, 9:
        print(asked(make, count, 30), walked(stacked(make, count)) if make in (zip, enumerate) else "")

deep = stacked(zip, 200_000)


def ended(n):
    """Nothing is asked of what is deep: in front of it something else is at its end."""
    found = 0
    for i in range(n):
        it = zip((), deep)
        try:
            next(it)
        except StopIteration:
            found += 1
        found += len(list(it))
        for x in it:
            found += 1000
    return found


print(ended(200))
