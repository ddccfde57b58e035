# Loops whose first round has a variable unbound, and raises in the iterator: the exit's own path is nothing at all, and must not lead back
# into the loop's code, which would leave there again, for ever and without a poll.
def checked(x):
    half = x // 2
    rest = x - half * 2
    whole = half + half + rest
    if whole == bad:
        raise KeyError(x)
    return whole


def of_map(n):
    total = 0
    try:
        for value in map(checked, range(n)):
            total += value
    except KeyError as error:
        total -= 1 + error.args[0]
    return total


def of_filter(n):
    total = 0
    try:
        for value in filter(checked, range(n)):
            total += value
    except KeyError as error:
        total -= 1 + error.args[0]
    return total


def of_calls(n):
    numbers = iter(range(n))
    total = 0
    try:
        for value in iter(lambda: checked(next(numbers)), 9):
            total += value
    except KeyError as error:
        total -= 1 + error.args[0]
    return total


for loop in of_map, of_filter, of_calls:
    bad = -1
    found = [loop(20) for _ in range(60)]
    bad = 0
    found += [loop(20) for _ in range(200)]
    bad = 1
    found += [loop(20) for _ in range(200)]
    print(loop.__name__, sorted(set(found)), sum(found))
