# Invariant: an OrderedDict shared by threads that move, add and take keys at both ends keeps each key once, in one order from either
# side; a key that is only moved is always found, and each key that popitem gives out is given out once.
# May vary: the order.  Forbidden: a key lost, doubled or not found while it moves, another error than "mutated during iteration".
from collections import OrderedDict
from _stress import together, Rng, THREADS, SECONDS, SEED
import time

N = 40


class Key:  # compared by Python code
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, other):
        return self.n == other.n


def moving(od, keys, deadline, index):
    rng = Rng(SEED * 100 + index)
    while time.monotonic() < deadline:
        for _ in range(200):
            n = rng.below(len(keys))
            what = rng.below(6)
            if what < 2:
                od.move_to_end(keys[n], last=what == 0)
            elif what == 2:
                assert od[keys[n]] == n and keys[n] in od and od.get(keys[n]) == n, n
            elif what == 3:
                od[keys[n]] = n
            elif what == 4:
                assert od.setdefault(keys[n], "lost") == n, n
            else:
                assert len(od.copy()) == len(keys) == len(od)
                try:
                    seen = [k if isinstance(k, int) else k.n for k in od]
                    assert sorted(seen) == list(range(len(keys))), seen
                except RuntimeError as e:
                    assert str(e) == "OrderedDict mutated during iteration", e


def taking(od, index):
    rng, taken = Rng(SEED * 200 + index), []
    mine = [(index, i) for i in range(100)]
    while mine or od:
        if mine and rng.below(2):
            key = mine.pop()
            od[key] = index
            try:
                od.move_to_end(key, last=rng.below(2) == 0)
            except KeyError:
                pass  # taken by then
        try:
            taken.append(od.popitem(last=rng.below(2) == 0)[0])
        except KeyError as e:
            assert e.args == ("dictionary is empty",), e
    return taken


def main():
    end = time.monotonic() + SECONDS
    for keys in (list(range(N)), [Key(n) for n in range(12)]):
        od = OrderedDict((key, n) for n, key in enumerate(keys))
        deadline = time.monotonic() + (end - time.monotonic()) / 2
        together(THREADS, lambda index: moving(od, keys, deadline, index))
        assert sorted(od.values()) == list(range(len(keys))) and list(od) == list(reversed(od))[::-1]
    rounds = 0
    while rounds == 0 or time.monotonic() < end:
        od = OrderedDict()
        taken = sorted(key for keys in together(THREADS, lambda index: taking(od, index)) for key in keys)
        assert taken == [(index, i) for index in range(THREADS) for i in range(100)], len(taken)
        rounds += 1
    print(f"ordered_dict_ends.py: {rounds} rounds by {THREADS} threads, seed {SEED}")


main()
