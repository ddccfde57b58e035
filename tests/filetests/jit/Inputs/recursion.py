# A function that calls itself twice.
def tree(depth):
    return (tree(depth - 1), tree(depth - 1)) if depth else None


def count(node):
    return 1 + count(node[0]) + count(node[1]) if node is not None else 0


print(count(tree(12)), count(tree(13)))
