# match in compiled loops: what the subject is changes; dictionaries with constant keys.
import collections


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def matched(v):
    match v:
        case (0, x):
            return x
        case [1, *rest]:
            return len(rest)
        case (a, b, c):
            return a + b + c
        case {"k": k}:
            return k
        case Point(x=0, y=y):
            return y
        case Point(x, y):
            return x - y
        case str() | float():
            return 7
        case None:
            return 8
        case _:
            return 9


values = [(0, 5), [1, 2, 3], (1, 2, 3), {"k": 4}, Point(0, 3), Point(4, 1), "s", 2.5, None, 5, collections.deque([0, 6]), range(3), {}, [], [1], b"x"]


def loop(n):
    total = 0
    for i in range(n):
        total += matched(values[i % 3]) + matched(values[i // 40 % len(values)])
    return total


print(loop(3000), [matched(v) for v in values])


def records(n):
    made = [{"name": i, "price": i * 2.5, "odd": i % 2, "tags": [i]} for i in range(n)]
    total = 0
    for record in made:
        total += len(record) + record["odd"]
        record["name"] = 0
    return total, list(made[7].items()), made[8] is made[9]


print(records(500))


class Counted(dict):
    pass


class Emptied(list):
    def __len__(self):
        return 0


class Never:
    def __bool__(self):
        return False


def asked(n):
    total, kinds = 0, [Counted(), Counted(a=1), Emptied([1]), Never(), object(), [], collections.Counter("aab")]
    for i in range(n):
        v = kinds[i // 60 % len(kinds)]
        total += i & 3
        total *= 3
        total &= 0xfffff
        if v:
            total += 1
        elif not kinds[i % 2]:
            total += 2
        total += 5 if kinds[1] and kinds[6] else 7
    return total


print(asked(2000), asked(2000))
