# A generator that calls a function with a loop of its own between two yields.
def count_down(n):
    total = 0
    while n > 0:
        total += n
        n -= 1
    return total


def counts(n):
    for i in range(n):
        small = count_down(5)
        yield small + count_down(7)


total = 0
for v in counts(3000):
    total += v
print(total)
