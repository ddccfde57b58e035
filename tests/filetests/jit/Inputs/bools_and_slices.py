def matches(n):
    return sum(x > 90 for x in range(n))


def windows(items):
    total = 0
    for i in range(len(items)):
        total += len(items[i:i + 3])
    return total


print(matches(3000), windows(list(range(3000))))
