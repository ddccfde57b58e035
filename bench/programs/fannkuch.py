"""Pancake flips over all permutations: list slices, swaps and small integers."""

SIZE, QUICK = 9, 6


def run(n):
    permutation = list(range(n))
    counts = list(range(1, n + 1))
    most_flips = checksum = 0
    sign = 1
    while True:
        first = permutation[0]
        if first:
            flips = 0
            work = permutation[:]
            while first:
                work[:first + 1] = work[first::-1]
                first = work[0]
                flips += 1
            if flips > most_flips:
                most_flips = flips
            checksum += sign * flips
        # the next permutation: swaps the first two, or rotates ever longer prefixes
        if sign == 1:
            permutation[0], permutation[1] = permutation[1], permutation[0]
            sign = -1
        else:
            permutation[1], permutation[2] = permutation[2], permutation[1]
            sign = 1
            for i in range(2, n):
                counts[i] -= 1
                if counts[i] != 0:
                    break
                counts[i] = i + 1
                if i == n - 1:
                    return f"{checksum} {most_flips}"
                moved = permutation.pop(0)
                permutation.insert(i + 1, moved)


if __name__ == "__main__":
    print(run(SIZE))
