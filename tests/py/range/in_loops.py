# Loops over ranges of every kind: counting down, steps, nested, with else, changed bounds, big bounds, reversed, enumerate, sums.
print([i for i in range(10, 0, -2)], [i for i in range(-5, 6, 5)], [i for i in range(0)], [i for i in range(3, 3)], [i for i in range(5, -1, -1)])
total = 0
for i in range(100000):
    total += i
print(total, i)
for i in range(3):
    for j in range(i, 3):
        print((i, j), end=" ")
print()
n = 3
for i in range(n):
    n = 100
    print(i, end=" ")
print(n)
for i in range(5):
    if i == 2:
        i = 10
    print(i, end=" ")
print()
for i in range(2 ** 62 - 2, 2 ** 62 + 2):
    print(i, end=" ")
for i in range(2 ** 64, 2 ** 64 + 3, 2):
    print(i, end=" ")
for i in range(-(2 ** 63) - 1, -(2 ** 63) + 1):
    print(i, end=" ")
print()
last = None
for last in range(2 ** 70, 0, -(2 ** 69)):
    pass
print(last)
for i in reversed(range(0, 10, 3)):
    print(i, end=" ")
for i, x in enumerate(range(5, 8)):
    print(i, x, end=" ")
for a, b in zip(range(3), range(3, 0, -1)):
    print(a, b, end=" ")
print()
rows = range(0, 20, 5)
for start in rows:
    print(list(range(start, start + 5)), end=" ")
print(rows[1], rows[-1], len(rows), 10 in rows)
it = iter(range(5))
for x in it:
    if x == 1:
        next(it)
    print(x, end=" ")
print(list(it))
r = range(4)
print([(i, j) for i in r for j in r if i < j], sum(i * i for i in range(100)), max(range(5, 50, 7)), [list(range(k)) for k in range(4)], [10 * i + j for i in range(2) for j in range(3)])
count = 0
for i in range(50):
    for j in range(50):
        for k in range(20):
            if (i ^ j ^ k) & 1:
                count += 1
print(count)


def first_multiple(n, low):
    for i in range(low, low + n):
        if i % n == 0:
            return i


print([first_multiple(n, 100) for n in range(1, 12)])
for i in range(3):
    pass
else:
    print("else", i)
for i in range(3):
    break
else:
    print("no")
bounds = [(0, 3, 1), (3, 0, -1), (0, 10, 4), (10, 0, -4), (5, 5, 1), (0, -3, 1)]
print([list(range(*b)) for b in bounds], [len(range(*b)) for b in bounds])
sieve = [True] * 200
for i in range(2, 15):
    if sieve[i]:
        for j in range(i * i, 200, i):
            sieve[j] = False
print([i for i in range(2, 200) if sieve[i]][-10:])
i = 0
while i in range(5):
    i += 2
print(i, {i: i ** 2 for i in range(3)}, {i % 3 for i in range(9)}, tuple(range(3)), [*range(2), *range(2)], dict(zip(range(3), "abc")))
