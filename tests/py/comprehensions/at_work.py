# Comprehensions in use: transposing, flattening, inverting, grouping, primes, joins, walks, nested conditions, many at once.
words = "the quick brown duck jumps over the lazy dog and the duck".split()
lengths = {w: len(w) for w in words}
by_length = {n: sorted({w for w in words if len(w) == n}) for n in sorted(set(lengths.values()))}
print(lengths, by_length, {v: k for k, v in {"a": 1, "b": 2}.items()}, [w for i, w in enumerate(words) if w not in words[:i]])
matrix = [[r * 4 + c for c in range(4)] for r in range(3)]
print([list(col) for col in zip(*matrix)], [[row[i] for row in matrix] for i in range(4)] == [list(c) for c in zip(*matrix)], [x for row in matrix for x in row if x % 3 == 0], [[x if x % 2 else -x for x in row] for row in matrix], [sum(row[i] for row in matrix) for i in range(4)])
print([(a, b, c) for a in range(1, 25) for b in range(a, 25) for c in range(b, 25) if a * a + b * b == c * c], [n for n in range(2, 60) if not [d for d in range(2, int(n ** 0.5) + 1) if n % d == 0]])
people = [{"name": "ann", "pond": 1}, {"name": "bob", "pond": 2}, {"name": "cleo", "pond": 1}]
ponds = [{"id": 1, "title": "mill"}, {"id": 2, "title": "reed"}, {"id": 3, "title": "moor"}]
print([(p["name"], q["title"]) for p in people for q in ponds if p["pond"] == q["id"]], {q["title"]: [p["name"] for p in people if p["pond"] == q["id"]] for q in ponds}, [q["title"] for q in ponds if not any(p["pond"] == q["id"] for p in people)])
print(["".join(c.upper() if i % 2 else c for i, c in enumerate(w)) for w in words[:3]], [w[::-1] for w in words if w == w.lower() and "u" in w], {c: sum(w.count(c) for w in words) for c in "aeiou"}, sorted({w[0] for w in words}), [*{*words}].__len__())


def partitions(n, largest=None):
    largest = n if largest is None else largest
    return [[]] if n == 0 else [[k] + rest for k in range(min(n, largest), 0, -1) for rest in partitions(n - k, k)]


def powerset(items):
    return [[x for i, x in enumerate(items) if mask >> i & 1] for mask in range(1 << len(items))]


def pascal(n):
    row = [1]
    return [row := [a + b for a, b in zip([0] + row, row + [0])] for _ in range(n)]


print(partitions(5), len(partitions(15)), powerset("abc"), pascal(5))
grid = ["#..#", ".##.", "#..."]
cells = {(r, c) for r, line in enumerate(grid) for c, ch in enumerate(line) if ch == "#"}
print(sorted(cells), {cell: len([1 for dr in (-1, 0, 1) for dc in (-1, 0, 1) if (dr or dc) and (cell[0] + dr, cell[1] + dc) in cells]) for cell in sorted(cells)}, "\n".join("".join("#" if (r, c) in cells else "." for c in range(4)) for r in range(3)), sep="\n")
functions = [lambda x, n=n: x ** n for n in range(4)]
table = {f"{a}{op}{b}": eval(f"{a}{op}{b}") for a in (6, 7) for op in "+-*" for b in (2, 3)}
print([f(3) for f in functions], table, [g(2) for g in [lambda x, k=k: x * k for k in range(3)]], [(lambda n: n * n)(i) for i in range(4)])
lazy = (x * x for x in range(10 ** 9))
print([next(lazy) for _ in range(5)], sum(x for x in range(1000) if x % 3 == 0 or x % 5 == 0), max((len(w), w) for w in words), any(w.startswith("q") for w in words), dict(sorted(((w, i) for i, w in enumerate(words)), key=lambda p: p[1])), min((abs(x - 50), x) for x in range(0, 101, 7)))
big = [[i * j for j in range(50)] for i in range(50)]
print(sum(map(sum, big)), sum([sum([x for x in row if x % 2 == 0]) for row in big]), len({x for row in big for x in row}), len([1 for i in range(100) for j in range(100) if (i * j) % 7 == 3]))


class Shop:
    prices = {"a": 3, "b": 4}
    doubled = {k: v * 2 for k, v in prices.items()}
    names = [n for n in prices]

    def cheap(self, limit):
        return [k for k, v in self.prices.items() if v < limit]

    def all(self):
        return [self.cheap(n) for n in range(3, 6)]


print(Shop.doubled, Shop.names, Shop().all())
