# A generator that compiled code was about to enter and could not: the call raises, in its own place.
import sys

TAKE = """
def take(generators, mine):
    refused = 0
    for generator in generators:
        try:
            mine.append(next(generator))
        except RecursionError:
            refused += 1
    return refused
"""


def number(i):
    yield i


def other(i):
    yield None
    yield i


def begun(i):
    generator = other(i)
    next(generator)
    return generator


def below(depth, take, generators, mine):
    if depth > 0:
        return below(depth - 1, take, generators, mine)
    return take(generators, mine)


sys.setrecursionlimit(200)
for depth in range(150, 200):  # at one of them the function still runs, and the generators no more
    fresh = {}  # code that nothing is known of
    exec(TAKE, fresh)
    take = fresh["take"]
    assert take([number(i) for i in range(100)], []) == 0
    mine = []
    try:
        refused = below(depth, take, [begun(i) for i in range(100)], mine)
    except RecursionError:
        break
    assert mine == list(range(refused, 100)), (depth, refused, mine)  # compiled code may need less
    for _ in range(5):
        mine = []
        assert take([begun(i) for i in range(100)], mine) == 0
        assert mine == list(range(100)), (depth, refused, mine)
print("took what there was")
