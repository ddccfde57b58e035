# Invariant: an attribute holds the last value its only writer stored; all threads write different attributes of one object,
# and everyone reads all of them.  May vary: how far the others are.  Forbidden: a lost update, a value of another attribute,
# a counter that runs backwards.
from _stress import race, THREADS


class Board:
    pass


board = Board()
for i in range(THREADS):
    setattr(board, f"own{i}", (i, 0))
written = [0] * THREADS
seen = [[0] * THREADS for _ in range(THREADS)]


def worker(rng, index):
    name = f"own{index}"
    for _ in range(20):
        owner, value = getattr(board, name)
        assert owner == index and value == written[index], (owner, value, written[index])
        written[index] += 1
        setattr(board, name, (index, written[index]))
    other = rng.below(THREADS)
    owner, value = getattr(board, f"own{other}")
    assert owner == other
    assert value >= seen[index][other]
    seen[index][other] = value


race(worker)
for i in range(THREADS):
    assert getattr(board, f"own{i}") == (i, written[i])
