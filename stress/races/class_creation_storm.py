# Invariant: classes made, instantiated, specialised and dropped by all threads behave as written; the registry loses none that live.
# Forbidden: a method of another class, a lost subclass entry, a crash when classes are collected.
import gc
from _stress import race


class Root:
    kept = []

    def who(self):
        return type(self).__name__


def worker(rng, index):
    n = rng.below(1000000)
    name = f"C{index}_{n}"
    made = type(name, (Root,), {"number": n, "double": lambda self: self.number * 2, "__slots__": () if n % 2 else ("slot",)})
    thing = made()
    assert thing.who() == name and thing.double() == 2 * n and isinstance(thing, Root)
    made.extra = index
    assert thing.extra == index
    inner = type(name + "i", (made,), {"number": n + 1})
    assert inner().double() == 2 * n + 2 and issubclass(inner, Root)
    if rng.below(50) == 0:
        Root.kept.append(made)
    if rng.below(200) == 0:
        gc.collect()


race(worker)
gc.collect()
assert set(Root.kept) <= set(Root.__subclasses__())
for made in Root.kept:
    assert made().double() == made.number * 2
