# while, for, if, break, continue.
i = 0
total = 0
while i < 10:
    i += 1
    if i == 3:
        continue
    if i == 8:
        break
    total += i
print(i, total)
for n in range(3):
    print(n)
for word in ["duck", "goose"]:
    print(word, len(word))
for c in "ab":
    print(c)
for a, b in [(1, 2), (3, 4)]:
    print(a + b)
n = 27
steps = 0
while n != 1:
    if n % 2 == 0:
        n = n // 2
    else:
        n = 3 * n + 1
    steps += 1
print(steps)
total = 0
for i in range(1000):
    for j in range(100):
        total += i ^ j
print(total)
