# What is called from C++ only, and too short to be worth an entry of its own.
def first(x):
    return x


def second(x):
    y = x
    return y


def third(x):
    return -x


print(sum(map(first, range(75000))), sum(map(second, range(75000))), sum(map(third, range(75000))))
