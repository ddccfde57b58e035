def pair(first, *rest):
    return first + len(rest)


def total(n, parts, x):
    found = 0
    for i in range(n):
        found += pair(i, *parts) + +i + int(+x)
        first, *rest = (0, *parts)
        found += len(rest)
    return found


print(total(600, [1, 2, 3], 1.5))
