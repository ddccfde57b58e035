# Tuples as records, keys, results and sort orders; nested unpacking; immutability with mutable contents; big and empty ones.
points = [(3, "c"), (1, "a"), (2, "b"), (1, "A")]
print(sorted(points), sorted(points, key=lambda p: p[1].lower()), min(points), max(points, key=lambda p: (p[0], -ord(p[1]))), dict(points), list(zip(*points)))
for (x, name), i in zip(points, range(2)):
    print(x, name, i)
table = {}
for x in range(4):
    for y in range(4):
        table[x, y] = x * y
print(table[3, 2], (9, 9) in table, sum(v for (x, y), v in table.items() if x == y), len(table), sorted(table)[5])


def divide(a, b):
    return a // b, a % b, (a, b)


q, r, (a, b) = divide(17, 5)
print(q, r, a, b, divide(9, 4)[2][1], *divide(8, 3))
record = ("name", [1, 2], {"k": "v"})
record[1].append(3)
record[2]["new"] = ()
print(record)
try:
    record[1] += [4]
except TypeError as error:
    print(error, record[1])
t = ()
for i in range(100):
    t += (i,)
print(len(t), t[50], t[-1], t[::30], sum(t), t.index(42), t.count(5), 99 in t, 100 in t)
linked = None
for i in range(1000):
    linked = (i, linked)
total, node = 0, linked
while node:
    value, node = node
    total += value
print(total)
fib = (0, 1)
for _ in range(90):
    fib = (fib[1], fib[0] + fib[1])
print(fib)
swap = (1, 2, 3)
for _ in range(7):
    a, b, c = swap
    swap = c, a, b
print(swap)
versions = ["1.10.2", "1.9", "1.10", "0.99.1"]
print(sorted(versions, key=lambda v: tuple(map(int, v.split(".")))), (1, 10) > (1, 9, 9), (1,) < (1, 0), max((len(v), v) for v in versions))
groups = {}
for word in "the duck and the goose and a swan".split():
    groups[len(word)] = groups.get(len(word), ()) + (word,)
print(groups, tuple(groups), tuple(sorted(groups.items())[0]), tuple(reversed((1, 2, 3))), tuple(map(str, (1, 2))), tuple(x for x in (1, 2, 3) if x != 2))
matrix = ((1, 2), (3, 4))
print(tuple(zip(*matrix)), [sum(row) for row in matrix], matrix[1][0], matrix == ((1, 2), (3, 4)), hash(matrix) == hash(((1, 2), (3, 4))), ((1, 2), (3, 4)) in {matrix: "m"}, (matrix,) * 2)
state = (0, 0, 1)
for command in "FFLFRF":
    x, y, heading = state
    match command:
        case "F":
            dx, dy = ((0, 1), (1, 0), (0, -1), (-1, 0))[heading]
            state = (x + dx, y + dy, heading)
        case "L":
            state = (x, y, (heading - 1) % 4)
        case "R":
            state = (x, y, (heading + 1) % 4)
print(state, (lambda *a, **k: (a, k))(*(1, 2), **{"z": 3}), isinstance((), tuple), type(()) is tuple, () == tuple(), (1, (2, (3,)))[1][1][0], len(((),) * 5), ("a",) + ("b",) * 2, "%s and %s" % ("x", "y"))
