# Invariant: an attribute that is now a plain value, now a method, a property, or absent in the derived class, reads as one of them.
# May vary: which.  Forbidden: anything else, a property object seen as a value, a crash.
from _stress import race


class Base:
    x = "base"


class Derived(Base):
    pass


class Other:
    x = "other"


things = [Derived() for _ in range(4)]
ALLOWED = {"base", "plain", "property", "instance", "fallback", "other"}


def writer(rng, index):
    action = rng.below(9)
    if action == 0:
        Derived.x = "plain"
    elif action == 1:
        Derived.x = property(lambda self: "property", lambda self, value: None, lambda self: None)
    elif action == 2 and "x" in Derived.__dict__:
        del Derived.x
    elif action == 3:
        rng.choice(things).__dict__["x"] = "instance"
    elif action == 4:
        rng.choice(things).__dict__.pop("x", None)
    elif action == 5:
        rng.choice(things).__class__ = Derived if rng.below(2) else Base
    elif action == 6:
        Derived.__bases__ = (Base,) if rng.below(2) else (Other, Base)
    elif action == 7:
        Derived.__getattr__ = lambda self, name: "fallback"
    else:
        Base.unrelated = rng.below(100)


def reader(rng, index):
    for thing in things:
        value = thing.x
        assert value in ALLOWED, value
    assert isinstance(things[0], Base)
    assert getattr(Derived, "x") is not None


race(writer, reader, reader, writer, allow=(AttributeError, TypeError))
