# One loop over iterators of many kinds, in turn: each is a side path of the others, and none loses an item, wherever it is left.
def walk(iterator):
    count = other = 0
    for item in iterator:
        other = abs(other) & 7
        count += 1
    return count


def items(n):
    for k in range(n):
        yield k


numbers = [1] * 100
totals = {}
for turn in range(60):
    for kind, iterator in enumerate((
            zip("ab" * 50, range(100), {k: k for k in range(100)}), enumerate(numbers), zip(numbers, range(100)), enumerate(items(100)), map(abs, numbers),
            zip(numbers, (2,) * 100, range(200)), numbers, range(100), {k: 1 for k in range(100)}.items(), reversed(numbers), "ab" * 50, b"ab" * 50, items(100))):
        count = walk(iterator)
        totals[kind, count] = totals.get((kind, count), 0) + 1
print(totals)
