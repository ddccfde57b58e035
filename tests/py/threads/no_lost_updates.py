# Invariant: writes of different threads to different keys, attributes, indexes and variables are all there at the end.
# May vary: nothing that is printed.  Forbidden: a lost update, a doubled one.
from _scale import SCALE, THREADS, run

N = 2000 * SCALE
table, items, bag, thing = {}, [None] * (N * THREADS), set(), type("Thing", (), {})()


def write(index):
    for i in range(N):
        table[index, i] = i
        items[index * N + i] = (index, i)
        bag.add(index * N + i)
        if i % 20 == 0:
            setattr(thing, f"a{index}_{i}", i)
    for i in range(0, N, 3):
        del table[index, i]
        bag.discard(index * N + i)
    return index


print(run(THREADS, write))
print(len(table), sum(table.values()), len(bag), sum(bag) == sum(i * N + j for i in range(THREADS) for j in range(N) if j % 3))
print(items == [(i, j) for i in range(THREADS) for j in range(N)], len(vars(thing)), sum(vars(thing).values()))
shared = []


def append(index):
    for i in range(N):
        shared.append((index, i))


run(THREADS, append)
print(len(shared), len(set(shared)))
per_thread = [[i for owner, i in shared if owner == index] for index in range(THREADS)]
print(all(order == list(range(N)) for order in per_thread))  # each thread's own appends stay in order
