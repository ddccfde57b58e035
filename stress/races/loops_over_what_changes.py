# Invariant: loops over lists, dictionaries, sets, deques, zip and enumerate of them, while others change these, see values that were stored,
#   end, or raise the documented RuntimeError.  Forbidden: a value nobody stored, a key with another key's value, a crash, no end.
from collections import deque
from _stress import race

numbers = list(range(50))
table = {n: n * 3 for n in range(50)}
named = {str(n): n for n in range(30)}
some = set(range(50))
ends = deque(range(50))
nested = [[n] * (n % 7) for n in range(20)]


def over_lists(rng, index):
    total = 0
    for x in numbers:
        assert 0 <= x < 1000
        total += x
    for i, x in enumerate(numbers):
        assert 0 <= x < 1000 and i < 300
    for x, y in zip(numbers, numbers):
        assert 0 <= x < 1000 and 0 <= y < 1000
    for x in reversed(numbers):
        assert 0 <= x < 1000
    assert sum(x for x in numbers) >= 0
    assert all(0 <= x < 1000 for x in [y for y in numbers if y & 1])
    for i in range(len(numbers)):
        try:
            assert numbers[i] < 1000
        except IndexError:
            break


def over_tables(rng, index):
    for loop in (keys, values, items, names, members, both_ends):
        try:
            loop()
        except RuntimeError as error:
            assert str(error).endswith("during iteration"), error


def keys():
    for k in table:
        assert 0 <= k < 1000


def values():
    for v in table.values():
        assert v % 3 == 0


def items():
    for k, v in table.items():
        assert v == k * 3, (k, v)
    for i, (k, v) in enumerate(table.items()):
        assert v == k * 3, (k, v)


def names():
    for k in named:
        n = named.get(k)
        assert n is None or str(n) == k
    {k: v for k, v in named.items() if str(v) != k and 1 // 0}


def members():
    for x in some:
        assert 0 <= x < 1000


def both_ends():
    for x in ends:
        assert 0 <= x < 1000


def short_ones(rng, index):
    for round in range(5):
        for inner in nested:
            for x in inner:
                assert 0 <= x < 1000


def changes_lists(rng, index):
    for _ in range(30):
        what = rng.below(6)
        x = rng.below(1000)
        if what == 0 and len(numbers) < 200:
            numbers.append(x)
        elif what == 1 and len(numbers) > 5:
            numbers.pop(rng.below(5))
        elif what == 2:
            numbers[:] = [x] * rng.below(60)
        elif what == 3:
            numbers.extend(range(rng.below(20)))
        elif what == 4:
            nested[rng.below(20)] = [x] * rng.below(9)
        else:
            del nested[rng.below(20)][rng.below(3):]
    del numbers[100:]


def changes_tables(rng, index):
    for _ in range(30):
        what, k = rng.below(7), rng.below(1000)
        if what == 0:
            table[k] = k * 3
        elif what == 1:
            table.pop(k, None)
        elif what == 2 and len(table) > 60:
            table.clear()
        elif what == 3:
            some.add(k)
            ends.append(k)
        elif what == 4:
            some.discard(k)
            if len(ends) > 5:
                ends.popleft()
        elif what == 5:
            named[str(k)] = k
        else:
            named.pop(str(k), None)
    if len(some) > 100:
        some.clear()


race(over_lists, changes_lists, over_tables, changes_tables, short_ones, over_tables)
