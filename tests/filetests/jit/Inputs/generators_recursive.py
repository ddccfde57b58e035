class Node:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def walk(self):
        if self.left is not None:
            yield from self.left.walk()
        yield self.value
        if self.right is not None:
            yield from self.right.walk()


def tree(low, high):
    if low == high:
        return None
    middle = (low + high) // 2
    return Node(tree(low, middle), middle, tree(middle + 1, high))


def total(root):
    s = 0
    for value in root.walk():
        s += value
    return s


root = tree(0, 4095)
for _ in range(10):
    s = total(root)
print(s)
