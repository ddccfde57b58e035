# Invariant: attributes added to shared objects by different threads all stay, with their values; deleted ones are gone.
# May vary: the order in __dict__.  Forbidden: a lost or foreign attribute, AttributeError for a present one, a crash.
from _stress import race, THREADS


class Thing:
    pass


class Slotted:
    __slots__ = ("a", "b", "__dict__")


things = [Thing(), Slotted(), Thing, type("Made", (), {})()]
mine = [[{} for _ in things] for _ in range(THREADS)]


def worker(rng, index):
    which = rng.below(len(things))
    thing, own = things[which], mine[index][which]
    name = f"t{index}_{rng.below(30)}"
    action = rng.below(5)
    if action < 3:
        value = (name, rng.below(1000))
        setattr(thing, name, value)
        own[name] = value
    elif action == 3 and name in own:
        delattr(thing, name)
        del own[name]
    for name, value in own.items():
        assert getattr(thing, name) == value
    other = f"t{rng.below(THREADS)}_{rng.below(30)}"
    found = getattr(thing, other, None)
    assert found is None or found[0] == other


race(worker)
for which, thing in enumerate(things):
    wanted = {}
    for own in mine:
        wanted.update(own[which])
    assert {k: v for k, v in vars(thing).items() if k.startswith("t") and "_" in k} == wanted
