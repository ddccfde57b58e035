"""Dictionaries by int, str and tuple keys: fill, look up, update, delete, merge, iterate, group."""

SIZE, QUICK = 17, 1  # rounds
KEYS = 10000


def group(items, size):
    groups = {}
    for item in items:
        groups.setdefault(item % size, []).append(item)
    return groups


def one_round(n):
    squares = {i: i * i for i in range(n)}
    by_name = {}
    for i in range(n):
        by_name["key" + str(i % 1000)] = i
    grid = {}
    side = int(n ** 0.5)
    for x in range(side):
        for y in range(side):
            grid[x, y] = x * y
    total = 0
    for x in range(1, side - 1):
        for y in range(1, side - 1):
            total += grid[x - 1, y] + grid[x + 1, y] - grid.get((x, y - 1), 0) + grid.get((x, y + 99), 1)
    for i in range(0, n, 3):
        del squares[i]
    for i in range(n):
        if i in squares:
            total += squares[i] & 7
        else:
            squares[-i] = i
    for name, value in by_name.items():
        total += len(name) * value % 5
    for key in list(squares):
        if key % 5 == 0:
            total += squares.pop(key)
    merged = {**by_name, **{str(key): value for key, value in squares.items()}}
    merged.update(by_name)
    groups = group(squares, 17)
    sizes = sorted((len(members), remainder) for remainder, members in groups.items())
    return f"{total} {len(merged)} {sum(squares)} {sizes[0]} {sizes[-1]}"


def run(rounds):
    results = {one_round(KEYS) for _ in range(rounds)}
    if len(results) != 1:
        raise AssertionError("the rounds disagree")
    return results.pop()


if __name__ == "__main__":
    print(run(SIZE))
