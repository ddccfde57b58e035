"""Queens on a board, twice: by bit masks and recursion, and by a generator of partial placements."""

SIZE, QUICK = 11, 5


def count_by_masks(n):
    full = (1 << n) - 1

    def place(columns, left, right):
        if columns == full:
            return 1
        found = 0
        free = full & ~(columns | left | right)
        while free:
            bit = free & -free
            free ^= bit
            found += place(columns | bit, (left | bit) << 1, (right | bit) >> 1)
        return found

    return place(0, 0, 0)


def placements(n, row, columns, sums, differences):
    if row == n:
        yield ()
        return
    for column in range(n):
        if column not in columns and row + column not in sums and row - column not in differences:
            columns.add(column)
            sums.add(row + column)
            differences.add(row - column)
            for rest in placements(n, row + 1, columns, sums, differences):
                yield (column,) + rest
            columns.discard(column)
            sums.discard(row + column)
            differences.discard(row - column)


def run(n):
    by_masks = count_by_masks(n + 1)
    total = weight = 0
    for solution in placements(n, 0, set(), set(), set()):
        total += 1
        weight += sum(i * column for i, column in enumerate(solution))
    return f"{by_masks} {total} {weight}"


if __name__ == "__main__":
    print(run(SIZE))
