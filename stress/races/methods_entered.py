# Invariant: methods that instructions enter (stores, setters, in, iteration, truth, __getattr__, __new__), and exceptions that inlined calls
#   handle, give each thread its own results while another thread assigns the classes' methods anew.
# May vary: which of the equal functions a call gets.  Forbidden: a wrong sum, a crash.
from _stress import race


class Box:
    def __init__(self):
        self.cells = [0] * 16
        self._level = 0

    def __setitem__(self, i, value):
        self.cells[i & 15] = value

    def __contains__(self, value):
        return value == 3

    def __iter__(self):
        return self

    def __next__(self):
        if self._level >= 5:
            raise StopIteration
        self._level += 1
        return self._level

    @property
    def level(self):
        return self._level

    @level.setter
    def level(self, value):
        self._level = value

    def __getattr__(self, name):
        return len(name)

    def __bool__(self):
        return self._level != 2


class Fresh:
    def __new__(cls, x):
        self = super().__new__(cls)
        self.x = x
        return self

    def __init__(self, x):
        self.y = x


def get(table, key):
    try:
        return table[key]
    except KeyError:
        return 1


def work(n):
    box, table, total = Box(), {0: 5}, 0
    for i in range(n):
        box[i] = i
        box.level = i & 3
        total += box.level + (3 in box) + box.abc + get(table, i & 1) + Fresh(i).y - i
        if box:
            total += 1
        for x in box:
            total += x
    return total


EXPECTED = work(400)
ORIGINALS = {name: Box.__dict__[name] for name in ("__setitem__", "__next__", "level", "__contains__", "__getattr__", "__bool__")}
NEW, INIT = Fresh.__dict__["__new__"], Fresh.__init__


def works(rng, index):
    assert work(400) == EXPECTED


def changes(rng, index):
    name = rng.choice(list(ORIGINALS))
    setattr(Box, name, ORIGINALS[name])
    if rng.below(4) == 0:
        Fresh.__new__, Fresh.__init__ = NEW, INIT
    if rng.below(8) == 0:
        Box.extra = rng.below(100)
    works(rng, index)


race(works, works, changes, works)
