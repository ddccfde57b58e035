# Invariant: a set holds only what was added; elements that nobody removes are always found; own elements come and go as told.
# May vary: order, RuntimeError while iterating.  Forbidden: a permanent element missing, a foreign one, a crash.
from _stress import race, THREADS

permanent = [f"p{i}" for i in range(50)] + list(range(-50, 0))
shared = set(permanent)
mine = [set() for _ in range(THREADS)]


def writer(rng, index):
    value = rng.below(400) * THREADS + index
    action = rng.below(6)
    if action < 3:
        shared.add(value)
        mine[index].add(value)
    elif action == 3:
        shared.discard(value)
        mine[index].discard(value)
    elif action == 4:
        assert (value in shared) == (value in mine[index])
    else:
        more = {v * THREADS + index for v in range(10)}
        shared.update(more)
        mine[index] |= more


def reader(rng, index):
    action = rng.below(5)
    if action == 0:
        assert rng.choice(permanent) in shared
    elif action == 1:
        assert shared.issuperset(permanent)
    elif action == 2:
        copy = set(shared)
        assert copy >= set(permanent)
    elif action == 3:
        assert len(shared & set(permanent)) == len(permanent)
    else:
        for value in shared:
            assert type(value) in (int, str)


race(writer, reader, writer, reader, allow=(RuntimeError,))
assert shared == set(permanent).union(*mine)
