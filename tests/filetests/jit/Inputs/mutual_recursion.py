def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else thrice(n - 1)


def thrice(n):
    return even(n) if n % 3 else n > 100 or even(n)


def close(n):
    return sum(even(i) for i in range(n))


def captured(n):
    found = 0
    limit = n // 2
    for i in range(n):
        add = lambda k: k if k < limit else found
        found += add(i)
    return found


def outer(n):
    total = 0
    for i in range(n):
        total += captured(4)
    return total


print(close(60), outer(400))
