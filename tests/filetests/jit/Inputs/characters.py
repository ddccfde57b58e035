def letters(text):
    count = 0
    for c in text:
        if "a" <= c <= "z" and c not in "aeiou":
            count += ord(chr(ord(c) + 1))
        if text[-2] in "xyz":
            count += 1
    return count


class Node:
    pass


class Leaf(Node):
    pass


class Walker:
    def on_Node(self, node):
        return 1

    def other(self, node):
        return 2

    def walk(self, node):
        return getattr(self, "on_" + type(node).__name__, self.other)(node)


def walked(walker, nodes):
    total = 0
    for i in range(2000):
        total += walker.walk(nodes[i & 1])
    return total


def clock(n):
    total = 0
    for i in range(n):
        hours, minutes = divmod(i, 60)
        total += hours * minutes
    return total


def put(names):
    groups = {}
    for name in names:
        groups.setdefault(name, name).replace("a", "b")
    return len(groups)


print(letters("abcXYZ" * 400), walked(Walker(), [Node(), Leaf()]), clock(3000), put(["ab", "cd"] * 900))
