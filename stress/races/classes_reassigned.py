# Invariant: methods, attributes, properties and operators of instances whose __class__ others assign, and of classes whose bases, methods
#   and __init__ others replace, are those of one of the classes; instances keep their attributes.
# May vary: which class.  Forbidden: an attribute of another instance, a method of neither class, a crash.
from _stress import race


class Base:
    kind = 0

    def __init__(self, n):
        self.n = n

    def which(self):
        return 0, self.n

    @property
    def double(self):
        return self.n * 2

    def __add__(self, other):
        return self.n + other

    def __call__(self, x):
        return self.n, x


class Left(Base):
    kind = 1

    def __init__(self, n):
        super().__init__(n)
        self.m = n

    def which(self):
        return 1, self.n

    def __add__(self, other):
        return self.n + other + 1000


class Right(Base):
    kind = 2

    def __init__(self, n):
        super().__init__(n)
        self.m = n

    def which(self):
        return 2, Base.which(self)[1]

    @property
    def double(self):
        return self.n * 2 + 1000

    def __call__(self, x):
        return self.n, x


things = [Left(n) if n & 1 else Right(n) for n in range(24)]
classes = Left, Right


def asks(rng, index):
    for round in range(8):
        for n, thing in enumerate(things):
            kind, own = thing.which()
            assert own == n and kind in (1, 2), (kind, own, n)
            assert thing.double - 2 * n in (0, 1000)
            assert thing + 5 - n in (5, 1005)
            assert thing(round) == (n, round)
            assert thing.m == n and thing.kind in (1, 2)


def asks_one(rng, index):
    thing, n = things[3], 3
    for i in range(200):
        kind, own = thing.which()
        assert own == n and kind in (1, 2)
        assert isinstance(thing, Base) and type(thing) in classes
        assert thing.double - 6 in (0, 1000)


def assigns(rng, index):
    for _ in range(10):
        thing = things[rng.below(24)]
        thing.__class__ = classes[rng.below(2)]


def makes(rng, index):
    for i in range(60):
        made = classes[i & 1](i)
        assert made.n == i and made.m == i, vars(made)
        made.__class__ = classes[1 - (i & 1)]
        assert made.which() == (2 - (i & 1), i)


class Grand(Base):
    pass


class Grand2(Base):
    kind = 5


class Child(Grand):
    def __init__(self, n):
        super().__init__(n)
        self.own = n


def rebases(rng, index):
    Child.__bases__ = (Grand2,) if rng.below(2) else (Grand,)
    if rng.below(3) == 0:
        Grand.__init__ = counted if rng.below(2) else other


def counted(self, n):
    self.n = n
    self.how = 1


def other(self, n):
    self.how = 2
    self.n = n


def children(rng, index):
    for i in range(60):
        made = Child(i)
        assert made.n == i and made.own == i
        assert made.kind in (0, 5)
        assert getattr(made, "how", 1) in (1, 2)
        assert made.which() == (0, i)


race(asks, assigns, asks_one, makes, children, rebases, children)
