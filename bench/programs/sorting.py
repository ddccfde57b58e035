"""Sorting: plain ints, floats and strings, by key functions and attributes, __lt__, stable passes, heaps and bisection by hand."""
from operator import attrgetter, itemgetter

SIZE, QUICK = 10, 1  # rounds
ITEMS = 4000


class Duck:
    def __init__(self, name, weight, age):
        self.name = name
        self.weight = weight
        self.age = age


class Version:
    def __init__(self, *parts):
        self.parts = parts

    def __lt__(self, other):
        return self.parts < other.parts


def sift_down(heap, position, end):
    item = heap[position]
    while True:
        child = 2 * position + 1
        if child >= end:
            break
        if child + 1 < end and heap[child + 1] > heap[child]:
            child += 1
        if heap[child] <= item:
            break
        heap[position] = heap[child]
        position = child
    heap[position] = item


def heap_sort(values):
    heap = values[:]
    for position in range(len(heap) // 2 - 1, -1, -1):
        sift_down(heap, position, len(heap))
    for end in range(len(heap) - 1, 0, -1):
        heap[0], heap[end] = heap[end], heap[0]
        sift_down(heap, 0, end)
    return heap


def quick_sort(values):
    if len(values) <= 1:
        return values
    pivot = values[len(values) // 2]
    return (quick_sort([v for v in values if v < pivot]) + [v for v in values if v == pivot]
            + quick_sort([v for v in values if v > pivot]))


def one_round(n):
    seed, numbers = 42, []
    for _ in range(n):
        seed = (seed * 69069 + 1) & 0xFFFFFFFF
        numbers.append(seed >> 8)
    ordered = sorted(numbers)
    if heap_sort(numbers) != ordered or quick_sort(numbers) != ordered:
        raise AssertionError("three sorts, three answers")
    checksum = ordered[n // 2]
    ducks = [Duck("duck" + str(value % 97), value / 1000, value % 12) for value in numbers]
    ducks.sort(key=attrgetter("name"))
    ducks.sort(key=lambda duck: duck.age, reverse=True)
    checksum += int(ducks[n // 3].weight)
    pairs = sorted(((value % 50, str(value)) for value in numbers), key=itemgetter(1))
    pairs.sort(key=itemgetter(0))
    versions = sorted(Version(value % 5, value % 7, value) for value in numbers[: n // 2])
    floats = sorted([value * 0.37 for value in numbers], reverse=True)
    return f"{checksum} {pairs[n // 2]} {versions[n // 4].parts} {floats[3]:.2f}"


def run(rounds):
    results = {one_round(ITEMS) for _ in range(rounds)}
    if len(results) != 1:
        raise AssertionError("the rounds disagree")
    return results.pop()


if __name__ == "__main__":
    print(run(SIZE))
