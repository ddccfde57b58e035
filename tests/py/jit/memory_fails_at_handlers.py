# Numbers that need objects where compiled code is left, and no memory for them: the handler finds its variables bound all the same.
import sys

fail = getattr(sys, "_fail_allocations", lambda *n: None)
SOURCE = """
def floats(items, x):
    y = seen = 0
    for i, item in enumerate(items):
        try:
            x = x * 1.25
            y = i * 0.5
            {c for c in item}
        except MemoryError:
            seen += 1
        if x == "" or y == "":
            seen -= 1
    return seen

def words(items, n):
    x, seen = n, 0
    for i, item in enumerate(items):
        try:
            x = (n << 3) + i & 0xffffffffffffffff
            [c for c in item]
        except MemoryError:
            seen += 1
        if x == "":
            seen -= 1
    return seen
"""


def run(f, items, start, k, again):
    try:
        fail(k, again)
        f(items, start)
    except (MemoryError, TypeError):
        pass


def end_of_failures():
    while True:
        try:
            return fail(0)
        except MemoryError:
            pass


for k in range(1, 25):
    for again in (0, 2, 3, 5):
        fresh = {}
        exec(SOURCE, fresh)
        for f, start in (fresh["floats"], 1e-300), (fresh["words"], 0x7123456712345678):
            for _ in range(2):
                f([(1,)] * 40, start)
            try:
                run(f, [(1,)] * 10 + [[2]] + [(3,)] * 3 + [5], start, k, again)
            except MemoryError:
                pass
            end_of_failures()
print("went on")
