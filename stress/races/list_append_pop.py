# Invariant: what is appended is popped once or still there at the end; per thread, the counts agree.
# May vary: which thread pops what.  Forbidden: loss, doubling, a value nobody appended, a crash.
from _stress import race, THREADS

shared = []
appended = [[] for _ in range(THREADS)]
popped = [[] for _ in range(THREADS)]


def worker(rng, index):
    if rng.below(3):
        item = (index, len(appended[index]))
        appended[index].append(item)
        shared.append(item)
    else:
        try:
            popped[index].append(shared.pop() if rng.below(2) else shared.pop(0))
        except IndexError:
            pass


race(worker)
everything = [item for mine in appended for item in mine]
found = [item for mine in popped for item in mine] + shared
assert len(found) == len(everything), (len(found), len(everything))
assert sorted(found) == sorted(everything)
