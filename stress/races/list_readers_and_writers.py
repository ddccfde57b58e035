# Invariant: every value read from the list is one that a writer stores there: an even int below 2000, or its text.
# May vary: length, order, which IndexError happens.  Forbidden: another value, a crash, a slice with a hole.
from _stress import race

shared = list(range(0, 200, 2))


def fine(value):
    return (type(value) is int and value % 2 == 0 and 0 <= value < 2000) or (type(value) is str and value.isdigit())


def write(rng, index):
    action = rng.below(10)
    value = rng.below(1000) * 2
    if action == 0:
        shared.append(value)
    elif action == 1:
        shared.insert(rng.below(len(shared) + 1), str(value))
    elif action == 2 and len(shared) > 50:
        shared.pop(rng.below(40))
    elif action == 3:
        shared[rng.below(40)] = value
    elif action == 4:
        shared[5:15] = [value] * rng.below(20)
    elif action == 5:
        shared.extend([value, str(value)])
    elif action == 6:
        shared.reverse()
    elif action == 7 and len(shared) > 300:
        del shared[100:]
    elif action == 8:
        shared[:] = shared[:200] if len(shared) > 60 else list(range(0, 200, 2))
    else:
        shared.sort(key=str)


def read(rng, index):
    action = rng.below(7)
    if action == 0:
        assert all(fine(value) for value in shared)
    elif action == 1:
        for value in shared[10:60]:
            assert fine(value), value
    elif action == 2:
        assert fine(shared[rng.below(30)])
    elif action == 3:
        for value in reversed(shared):
            assert fine(value), value
    elif action == 4:
        assert all(map(fine, list(shared)))
        assert len(shared + shared) >= 0
    elif action == 5:
        5 in shared, shared.count(4), shared == shared[:]
    else:
        assert fine(shared[-1])
        a, *rest = shared
        assert fine(a)


race(write, read, read, write, allow=(IndexError, ValueError))
assert all(fine(value) for value in shared)
