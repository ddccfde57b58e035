# Each caller is another function and runs once, so nobody follows the two: they are compiled on their own, or not at all.
def short(x):
    a = x * 2 + 1
    b = a * x
    return a + b


def longer(x):
    a = x * 3 + 1
    b = a * x - 7
    c = (a + b) * 2 - x
    d = (c - a) * (b + 3)
    e = d * 2 + c * 5 - a
    return a + b + c + d + e


callers = [eval("lambda x: short(x) + longer(x)") for _ in range(3000)]
print(sum([caller(i) for i, caller in enumerate(callers)]))
