# Data structures by hand: LRU cache with a linked list, trie, AVL tree, union-find, interval set, bloom-like filter, ring buffer, skip list.
class LRU:
    class Node:
        __slots__ = ("key", "value", "before", "after")

    def __init__(self, size):
        self.size, self.table = size, {}
        self.ends = LRU.Node()
        self.ends.before = self.ends.after = self.ends
        self.hits = self.misses = 0

    def _unlink(self, node):
        node.before.after, node.after.before = node.after, node.before

    def _front(self, node):
        node.before, node.after = self.ends, self.ends.after
        node.before.after = node.after.before = node

    def __getitem__(self, key):
        try:
            node = self.table[key]
        except KeyError:
            self.misses += 1
            raise
        self.hits += 1
        self._unlink(node)
        self._front(node)
        return node.value

    def __setitem__(self, key, value):
        if key in self.table:
            self._unlink(self.table[key])
        elif len(self.table) == self.size:
            last = self.ends.before
            self._unlink(last)
            del self.table[last.key]
        node = LRU.Node()
        node.key, node.value = key, value
        self.table[key] = node
        self._front(node)

    def __iter__(self):
        node = self.ends.after
        while node is not self.ends:
            yield node.key
            node = node.after


c = LRU(3)
for k in "abcadbe":
    try:
        c[k]
    except KeyError:
        c[k] = k.upper()
print(list(c), c.hits, c.misses, c["a"] if "a" in c.table else "gone", list(c))


class Trie:
    def __init__(self, words=()):
        self.children, self.end = {}, False
        for word in words:
            self.add(word)

    def add(self, word):
        node = self
        for letter in word:
            node = node.children.setdefault(letter, Trie())
        node.end = True

    def walk(self, prefix=""):
        if self.end:
            yield prefix
        for letter in sorted(self.children):
            yield from self.children[letter].walk(prefix + letter)

    def starting(self, prefix):
        node = self
        for letter in prefix:
            if letter not in node.children:
                return []
            node = node.children[letter]
        return list(node.walk(prefix))

    def __contains__(self, word):
        return word in self.starting(word)


t = Trie("duck ducks drake do dog teal tea".split())
print(t.starting("du"), t.starting("te"), t.starting("x"), "do" in t, "d" in t, list(t.walk()))


class AVL:
    def __init__(self, key):
        self.key, self.left, self.right, self.height = key, None, None, 1

    def fix(self):
        self.height = 1 + max(height(self.left), height(self.right))
        return self


def height(node):
    return node.height if node else 0


def rotate(node, left):
    if left:
        top, node.right = node.right, node.right.left
        top.left = node.fix()
    else:
        top, node.left = node.left, node.left.right
        top.right = node.fix()
    return top.fix()


def insert(node, key):
    if node is None:
        return AVL(key)
    if key < node.key:
        node.left = insert(node.left, key)
    elif key > node.key:
        node.right = insert(node.right, key)
    else:
        return node
    node.fix()
    lean = height(node.left) - height(node.right)
    if lean > 1:
        if height(node.left.left) < height(node.left.right):
            node.left = rotate(node.left, True)
        return rotate(node, False)
    if lean < -1:
        if height(node.right.right) < height(node.right.left):
            node.right = rotate(node.right, False)
        return rotate(node, True)
    return node


def in_order(node):
    if node:
        yield from in_order(node.left)
        yield node.key
        yield from in_order(node.right)


root = None
for i in range(1000):
    root = insert(root, i * 7919 % 1009)
keys = list(in_order(root))
print(len(keys), keys == sorted(keys), root.height, root.key)
root = None
for i in range(500):
    root = insert(root, i)
print(root.height, sum(in_order(root)))


class UnionFind(dict):
    def __missing__(self, key):
        self[key] = key
        return key

    def find(self, x):
        while self[x] != x:
            self[x] = self[self[x]]
            x = self[x]
        return x

    def union(self, a, b):
        self[self.find(a)] = self.find(b)


u = UnionFind()
for a, b in [(1, 2), (3, 4), (2, 3), (5, 6), ("x", "y")]:
    u.union(a, b)
groups = {}
for x in list(u):
    groups.setdefault(u.find(x), []).append(x)
print(sorted(map(len, groups.values())), u.find(1) == u.find(4), u.find(1) == u.find(5))


class Intervals:
    def __init__(self):
        self.spans = []

    def add(self, low, high):
        merged, placed = [], False
        for l, h in self.spans:
            if h < low or l > high:
                merged.append((l, h))
            else:
                low, high = min(low, l), max(high, h)
        self.spans = sorted(merged + [(low, high)])
        return self

    def __contains__(self, x):
        return any(l <= x <= h for l, h in self.spans)

    def __repr__(self):
        return " ".join(f"[{l}, {h}]" for l, h in self.spans)


print(Intervals().add(1, 3).add(7, 9).add(3, 5).add(20, 22).add(6, 19), 4 in Intervals().add(1, 5), 6 in Intervals().add(1, 5))


class Ring:
    def __init__(self, size):
        self.data, self.start, self.count = [None] * size, 0, 0

    def put(self, x):
        if self.count == len(self.data):
            self.start = (self.start + 1) % len(self.data)
            self.count -= 1
        self.data[(self.start + self.count) % len(self.data)] = x
        self.count += 1

    def __iter__(self):
        return (self.data[(self.start + i) % len(self.data)] for i in range(self.count))


r = Ring(4)
for i in range(10):
    r.put(i)
    if i in (2, 5, 9):
        print(list(r), r.data)


class BitSet:
    def __init__(self, items=()):
        self.bits = 0
        for item in items:
            self.bits |= 1 << item

    def __iter__(self):
        bits, i = self.bits, 0
        while bits:
            if bits & 1:
                yield i
            bits >>= 1
            i += 1

    def __and__(self, other):
        result = BitSet()
        result.bits = self.bits & other.bits
        return result

    def __len__(self):
        return self.bits.bit_count()


evens, threes = BitSet(range(0, 200, 2)), BitSet(range(0, 200, 3))
print(len(evens & threes), list(evens & threes)[:5], evens.bits.bit_length(), BitSet([70]).bits == 2 ** 70)


class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __matmul__(self, other):
        return Matrix([sum(a * b for a, b in zip(r, c)) for c in zip(*other.rows)] for r in self.rows)

    def __pow__(self, n):
        result = Matrix([[int(i == j) for j in range(len(self.rows))] for i in range(len(self.rows))])
        base = self
        while n:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        return result

    def __getitem__(self, at):
        return self.rows[at[0]][at[1]]


print((Matrix([[1, 1], [1, 0]]) ** 200)[0, 1], (Matrix([[2, 0], [0, 3]]) ** 5).rows)
