# Frames whose frame objects something holds (a traceback, sys._getframe) return from compiled code into compiled code of their callers.
import sys


def look_up(memo, key):
    try:
        return memo[key][0]
    except KeyError:
        memo[key] = [key]
        return None


def copy_list(x, memo):
    made = []
    for item in x:
        made.append(copied(item, memo))
    return made


def copy_dict(x, memo):
    made = {}
    for key, value in x.items():
        made[copied(key, memo)] = copied(value, memo)
    return made


def copy_tuple(x, memo):
    made = [copied(item, memo) for item in x]
    try:
        return memo[id(x)]
    except KeyError:
        pass
    for a, b in zip(x, made):
        if a is not b:
            return tuple(made)
    return x


def same(x, memo):
    return x


copiers = {list: copy_list, dict: copy_dict, tuple: copy_tuple, int: same, str: same}


def copied(x, memo):
    made = copiers[type(x)](x, memo)
    if made is not x:
        look_up(memo, len(memo) % 5)
    return made


data = {"list": [1, 2, 3, [4, 5]], "tuple": (1, "a", (2, 3)), "dict": {"x": [1], "y": (1, [2])}, "text": "abc"}
total = 0
for i in range(1500):
    result = copied(data, {})
    total += len(result["list"]) + len(result["dict"]["y"][1])
print(total, result == data, result is data, result["tuple"] is data["tuple"])


# Frames that are kept have the variables that they had when they returned, and their callers.
kept = []


def leaf(n):
    if n % 200 == 199:
        kept.append(sys._getframe())
    after = n * 2
    return after


def middle(n):
    before = n + 1
    value = leaf(n)
    before += value
    return before


def outer(n):
    value = 0
    for i in range(n):
        value += middle(i)
    return value


print(outer(1000))
for frame in kept:
    back = frame.f_back
    print(frame.f_code.co_name, frame.f_locals["after"], back.f_code.co_name, back.f_locals["before"], back.f_locals["value"], back.f_back.f_code.co_name)


# sys._getframe of each level.
def deep(n, frames):
    frames.append(sys._getframe())
    if n == 0:
        return 1
    value = deep(n - 1, frames) + 1
    return value


for i in range(300):
    frames = []
    value = deep(6, frames)
print(value, [(f.f_locals["n"], f.f_locals.get("value")) for f in frames], frames[3].f_back is frames[2])


# The exits that wait for a caller's code find it when it comes, whoever calls first.
class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def weight(self):
        total = 0
        if self.left is not None:
            total += self.left.weight()
        if self.right is not None:
            total += 2 * self.right.weight()
        return total + 1


def callers(root, n):
    a = b = 0
    for i in range(n):
        if i % 3 == 0:
            a += root.weight()
        elif i % 3 == 1:
            b -= root.weight()
        else:
            a ^= root.weight()
    return a, b


def tree(depth):
    return None if depth == 0 else Node(tree(depth - 1), tree(depth - 2) if depth > 1 else None)


print(callers(tree(9), 200))
