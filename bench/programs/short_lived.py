"""Objects that live for a moment: points, tuples, lists, boxes in a linked list, trees built and dropped."""

SIZE, QUICK = 400000, 300


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def plus(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def turned(self):
        return Point(-self.y, self.x)


class Cell:
    __slots__ = ("head", "tail")

    def __init__(self, head, tail):
        self.head = head
        self.tail = tail


def tree(depth):
    return (None, None) if depth == 0 else (tree(depth - 1), tree(depth - 1))


def count(node):
    left, right = node
    return 1 if left is None else 1 + count(left) + count(right)


def min_max(values):
    low = high = values[0]
    for value in values:
        low, high = (value, high) if value < low else (low, max(high, value))
    return low, high


def run(n):
    place, step = Point(0, 0), Point(1, 0)
    for i in range(n):
        place = place.plus(step)
        if i % 7 == 0:
            step = step.turned()
    cells = None
    for i in range(n):
        cells = Cell(i, cells if i % 100 else None)
    length = 0
    while cells is not None:
        length += cells.head
        cells = cells.tail
    nodes = sum(count(tree(depth)) for depth in range(10))
    spread = 0
    for i in range(n // 4):
        low, high = min_max([i % 13, i % 7, i % 5, i])
        spread += high - low
    return f"{place.x} {place.y} {length} {nodes} {spread}"


if __name__ == "__main__":
    print(run(SIZE))
