# Backtracking: sudoku with propagation, cryptarithm, knapsack, subset sums, permutations puzzle, edit distance, n queens.
from itertools import permutations


class Sudoku:
    def __init__(self, text):
        self.cells = {}
        self.guesses = 0
        for i, c in enumerate(c for c in text if c in ".0123456789"):
            self.cells[divmod(i, 9)] = set("123456789") if c in ".0" else {c}
        self.peers = {}
        for r, c in self.cells:
            same = {(r, i) for i in range(9)} | {(i, c) for i in range(9)}
            same |= {(r // 3 * 3 + i, c // 3 * 3 + j) for i in range(3) for j in range(3)}
            self.peers[r, c] = same - {(r, c)}

    def eliminate(self, cells):
        todo = [cell for cell, options in cells.items() if len(options) == 1]
        done = set()
        while todo:
            cell = todo.pop()
            if cell in done:
                continue
            done.add(cell)
            digit = min(cells[cell])
            for peer in self.peers[cell]:
                if digit in cells[peer]:
                    rest = cells[peer] - {digit}
                    if not rest:
                        return None
                    cells[peer] = rest
                    if len(rest) == 1:
                        todo.append(peer)
        return cells

    def solve(self, cells=None):
        cells = self.eliminate(dict(cells or self.cells))
        if cells is None:
            return None
        open_cells = [(len(options), cell) for cell, options in cells.items() if len(options) > 1]
        if not open_cells:
            return cells
        _, cell = min(open_cells)
        for digit in sorted(cells[cell]):
            self.guesses += 1
            solved = self.solve({**cells, cell: {digit}})
            if solved:
                return solved
        return None

    def text(self):
        solved = self.solve()
        if solved is None:
            return "no solution"
        return "\n".join("".join(min(solved[r, c]) for c in range(9)) for r in range(9))


puzzle = Sudoku("53..7.... 6..195... .98....6. 8...6...3 4..8.3..1 7...2...6 .6....28. ...419..5 ....8..79")
print(puzzle.text(), puzzle.guesses)
hard = Sudoku("4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......")
print(hard.text(), hard.guesses)
print(Sudoku("55" + "." * 79).text())


def cryptarithm(a, b, total):
    letters = sorted(set(a + b + total))
    firsts = {letters.index(word[0]) for word in (a, b, total)}
    for digits in permutations(range(10), len(letters)):
        if any(digits[i] == 0 for i in firsts):
            continue
        table = dict(zip(letters, digits))
        value = lambda word: int("".join(str(table[c]) for c in word))
        if value(a) + value(b) == value(total):
            return f"{value(a)} + {value(b)} = {value(total)}"


print(cryptarithm("to", "go", "out"), cryptarithm("ab", "ba", "cac"))


def knapsack(items, limit):
    best = {0: (0, ())}
    for name, weight, value in items:
        for w, (v, chosen) in sorted(best.items(), reverse=True):
            if w + weight <= limit:
                candidate = v + value, chosen + (name,)
                if w + weight not in best or best[w + weight] < candidate:
                    best[w + weight] = candidate
    return max(best.values())


print(knapsack([("map", 9, 150), ("compass", 13, 35), ("water", 153, 200), ("bread", 50, 160), ("glucose", 15, 60), ("tin", 68, 45), ("banana", 27, 60), ("apple", 39, 40), ("cheese", 23, 30)], 200))


def edit_distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (x != y)))
        previous = row
    return previous[-1]


print([edit_distance(*pair) for pair in (("kitten", "sitting"), ("duck", "ducks"), ("", "abc"), ("same", "same"), ("abcdef" * 10, "azced" * 11))])


def subsets(numbers, target):
    if target == 0:
        yield []
    if numbers and target > 0:
        first, *rest = numbers
        for tail in subsets(rest, target - first):
            yield [first] + tail
        yield from subsets(rest, target)


print(list(subsets([3, 9, 8, 4, 5, 7, 10], 15)), sum(1 for _ in subsets(range(1, 16), 30)))


def queens(n, row=0, columns=0, left=0, right=0):
    if row == n:
        return 1
    free = ~(columns | left | right) & (1 << n) - 1
    found = 0
    while free:
        bit = free & -free
        free -= bit
        found += queens(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1)
    return found


print([queens(n) for n in range(1, 8)])


def longest_common(a, b):
    table = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + x if x == y else max(table[i][j + 1], table[i + 1][j], key=len)
    return table[-1][-1]


print(longest_common("the quick brown duck", "a thick browned dock"), longest_common("abc", "xyz") == "")
coins = [1, 5, 10, 25, 50]
ways = [1] + [0] * 300
for coin in coins:
    for amount in range(coin, 301):
        ways[amount] += ways[amount - coin]
print(ways[100], ways[300])


def hanoi(n, a="A", b="B", c="C"):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)


moves = list(hanoi(8))
print(len(moves), moves[:7], moves[-1])
