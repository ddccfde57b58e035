"""The game of life on a set of coordinates: sets of tuples, comprehensions and counting."""
from collections import Counter

SIZE, QUICK = 650, 4


def neighbours(cell):
    x, y = cell
    return [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]


def step(alive):
    counts = Counter(place for cell in alive for place in neighbours(cell))
    return {place for place, count in counts.items() if count == 3 or (count == 2 and place in alive)}


def step_by_dict(alive):
    counts = {}
    for x, y in alive:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    place = x + dx, y + dy
                    counts[place] = counts.get(place, 0) + 1
    return {place for place, count in counts.items() if count == 3 or (count == 2 and place in alive)}


def run(n):
    alive = {(0, 1), (1, 3), (2, 0), (2, 1), (2, 4), (2, 5), (2, 6)}  # a pattern that grows for thousands of steps
    for generation in range(n):
        alive = step(alive) if generation % 2 else step_by_dict(alive)
    born = alive - step(alive)
    return f"{len(alive)} {len(born)} {min(alive)} {max(alive)} {sum(x * y for x, y in alive)}"


if __name__ == "__main__":
    print(run(SIZE))
