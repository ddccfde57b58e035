"""Tables filled row by row: edit distance and longest common subsequence of texts, a knapsack, optimal matrix products."""

SIZE, QUICK = 800, 20  # length of the texts


def random_text(seed, length):
    state, letters = seed, []
    for _ in range(length):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        letters.append("acgt"[state >> 16 & 3])
    return "".join(letters)


def edit_distance(a, b):
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            if x == y:
                row.append(before[j - 1])
            else:
                row.append(1 + min(before[j - 1], before[j], row[-1]))
        before = row
    return before[-1]


def common_subsequence(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            else:
                up, left = table[i][j + 1], table[i + 1][j]
                table[i + 1][j + 1] = up if up > left else left
    letters, i, j = [], len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]:
            letters.append(a[i - 1])
            i -= 1
            j -= 1
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(reversed(letters))


def knapsack(weights, values, capacity):
    best = [0] * (capacity + 1)
    for weight, value in zip(weights, values):
        for room in range(capacity, weight - 1, -1):
            taken = best[room - weight] + value
            if taken > best[room]:
                best[room] = taken
    return best[capacity]


def product_order(sizes):
    count = len(sizes) - 1
    cost = [[0] * count for _ in range(count)]
    for length in range(2, count + 1):
        for i in range(count - length + 1):
            j = i + length - 1
            cost[i][j] = min(cost[i][k] + cost[k + 1][j] + sizes[i] * sizes[k + 1] * sizes[j + 1] for k in range(i, j))
    return cost[0][count - 1]


def run(n):
    a, b = random_text(1, n), random_text(2, n + 7)
    weights = [3 + i * 7 % 23 for i in range(n // 6)]
    values = [5 + i * 11 % 31 for i in range(n // 6)]
    common = common_subsequence(a, b)
    return (f"{edit_distance(a, b)} {len(common)} {common[:20]} {knapsack(weights, values, n * 2)} "
            f"{product_order([4 + i * 17 % 29 for i in range(n // 8)])}")


if __name__ == "__main__":
    print(run(SIZE))
