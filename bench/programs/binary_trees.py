"""Trees of nodes: full ones built, counted and dropped; a treap with splits, joins and searches."""

SIZE, QUICK = 15, 4  # depth


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        return 1 + self.left.count() + self.right.count() if self.left is not None else 1


def build(depth):
    return Node(build(depth - 1), build(depth - 1)) if depth else Node(None, None)


class Entry:
    """One entry of a treap: ordered by key, and a heap by priority."""

    def __init__(self, key, priority):
        self.key = key
        self.priority = priority
        self.size = 1
        self.left = self.right = None

    def resized(self):
        size = 1
        if self.left is not None:
            size += self.left.size
        if self.right is not None:
            size += self.right.size
        self.size = size
        return self


def split(entry, key):
    """Two treaps: keys below `key`, and the others."""
    if entry is None:
        return None, None
    if entry.key < key:
        low, high = split(entry.right, key)
        entry.right = low
        return entry.resized(), high
    low, high = split(entry.left, key)
    entry.left = high
    return low, entry.resized()


def join(low, high):
    if low is None:
        return high
    if high is None:
        return low
    if low.priority > high.priority:
        low.right = join(low.right, high)
        return low.resized()
    high.left = join(low, high.left)
    return high.resized()


class Treap:
    def __init__(self):
        self.root = None
        self.state = 12345

    def priority(self):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return self.state

    def __contains__(self, key):
        entry = self.root
        while entry is not None:
            if key == entry.key:
                return True
            entry = entry.left if key < entry.key else entry.right
        return False

    def add(self, key):
        if key not in self:
            low, high = split(self.root, key)
            self.root = join(join(low, Entry(key, self.priority())), high)

    def discard(self, key):
        low, high = split(self.root, key)
        _, high = split(high, key + 1)
        self.root = join(low, high)

    def at(self, index):
        entry = self.root
        while True:
            before = entry.left.size if entry.left is not None else 0
            if index == before:
                return entry.key
            if index < before:
                entry = entry.left
            else:
                index -= before + 1
                entry = entry.right


def run(n):
    counted = 0
    kept = build(n)
    for depth in range(4, n + 1, 2):
        for _ in range(1 << (n - depth)):
            counted += build(depth).count()
    treap, checksum = Treap(), 0
    for i in range(1 << (n - 1)):
        treap.add(i * 7919 % 10007)
        if i % 3 == 0:
            treap.discard(i * 31 % 10007)
    for i in range(0, treap.root.size, 3):
        checksum = (checksum * 31 + treap.at(i)) % 1000003
    return f"{counted} {kept.count()} {treap.root.size} {checksum}"


if __name__ == "__main__":
    print(run(SIZE))
