# for, while, break, continue, else, pass, conditional expressions, nested loops and loop variables.
out = []
for i in range(3):
    for j in range(3):
        if j == 1:
            continue
        if i == 2:
            break
        out.append((i, j))
    else:
        out.append("inner else")
        continue
    out.append("inner broken")
    break
else:
    out.append("never")
print(out, i, j)
n, steps = 27, 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
else:
    print("collatz", steps)
while True:
    steps -= 1
    if steps % 7:
        continue
    if steps < 50:
        break
print(steps)
while False:
    print("never")
else:
    print("else of a loop that never ran")
for x in []:
    pass
else:
    print("else of an empty loop")
for i in range(2):
    pass
else:
    i = "rebound in else"
print(i)


def find(items, wanted):
    for index, item in enumerate(items):
        if item == wanted:
            break
    else:
        return -1
    return index


print(find("abc", "c"), find("abc", "z"), find([], 1))


def deep():
    count = 0
    for a in range(4):
        for b in range(4):
            for c in range(4):
                for d in range(4):
                    if (a + b + c + d) % 5 == 0:
                        continue
                    if a == b == c == d == 3:
                        return count, "returned"
                    count += 1
                    if count > 150:
                        break
                else:
                    continue
                break
    return count


print(deep())
for i in range(10):
    if i < 3: continue
    elif i > 6: break
    elif i == 4: print("four", end=" ")
    else: print(i, end=" ")
print()
for ch in "aé€🦆": print(ord(ch), end=" ")
print()
for k in {"a": 1, "b": 2}: print(k, end=" ")
for k, v in {"a": 1}.items(): print(k, v, end=" ")
for t in ((1, 2), (3, 4)): print(sum(t), end=" ")
for b in b"\x01\x02": print(b, end=" ")
for l in [[]] * 3: l.append(1)
print(l)
x = 5
grade = "a" if x > 8 else "b" if x > 4 else "c"
print(grade, (1 if x else 2) + (3 if not x else 4), [1, 2][x > 3], x > 3 and "yes" or "no")
if x == 1: print("one")
elif x == 5:
    if x > 3:
        print("five, nested")
    else: print("no")
else: print("other")
total = 0
for i in range(100000):
    if i & 1:
        total += i
    else:
        total -= 1
print(total)
i = 10
while i:
    i -= 1
    if i == 5: continue
    if i == 2: break
print(i)
rows = []
for i in range(1, 6):
    row = [1] * i
    for j in range(1, i - 1):
        row[j] = rows[-1][j - 1] + rows[-1][j]
    rows.append(row)
print(rows)
it = iter(range(10))
for a in it:
    for b in it:
        if b % 3 == 0:
            break
    print(a, b, end="; ")
print()
import sys; a = 1; b = 2; print(a + b); del a, b
if (n := len("walrus")) > 5: print(n)
while (n := n - 1) > 3: print("n", n, end=" ")
print()
for i, in [(1,), (2,)]: pass
for i in 1, 2, 3: pass
for i in *[1], *[2]: pass
pass; pass
...
"a string statement"
5
print(i, [i for i in range(3)], i)
def empty(): ...
def doc(): "only a doc string"
class Empty: ...
print(empty(), doc.__doc__, Empty.__name__)
