# dataclasses and enum, as programs use them.
from dataclasses import dataclass, field, replace, asdict, astuple, FrozenInstanceError, fields
from enum import Enum, IntEnum, Flag, auto, unique


@dataclass
class Duck:
    name: str
    weight: float = 1.0
    tags: list = field(default_factory=list, repr=False)

    def heavier(self, by):
        return replace(self, weight=self.weight + by)


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = 0


@dataclass
class Rubber(Duck):
    colour: str = "yellow"

    def __post_init__(self):
        self.weight = round(self.weight, 1)


d = Duck("a")
print(d, d == Duck("a"), d != Duck("b"), d.heavier(2), asdict(d), astuple(d), Rubber("r", 0.123), [f.name for f in fields(Rubber)])
d.tags.append("x")
print(Duck("b").tags, d.tags, sorted([Version(1, 2), Version(1), Version(0, 9)]), Version(1) < Version(2), hash(Version(1)) == hash(Version(1)), {Version(3): "v"}[Version(3)])


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


show(lambda: setattr(Version(1), "major", 5))
show(lambda: Duck())
show(lambda: Duck("a") < Duck("b"))
show(lambda: hash(d))


class Colour(Enum):
    RED = 1
    GREEN = "g"
    CRIMSON = 1

    @property
    def pretty(self):
        return self.name.title()


class Level(IntEnum):
    LOW = auto()
    MID = auto()
    HIGH = 10


class Access(Flag):
    READ = auto()
    WRITE = auto()
    BOTH = READ | WRITE


print(Colour.RED, repr(Colour.GREEN), Colour.RED.name, Colour.GREEN.value, Colour(1), Colour["GREEN"], list(Colour), Colour.CRIMSON is Colour.RED, Colour.RED.pretty, len(Colour), Colour.RED in Colour, {Colour.RED: 1}[Colour.CRIMSON])
print(Level.LOW < Level.HIGH, Level.MID + 1, Level(10), sorted(Level, reverse=True), f"{Level.LOW}", Access.READ | Access.WRITE, Access.READ in Access.BOTH, Access.BOTH & Access.READ, ~Access.READ, Access(0), bool(Access(0)))
show(lambda: Colour(5))
show(lambda: Colour["BLUE"])
show(lambda: Colour.RED < Colour.GREEN)
show(lambda: setattr(Colour, "RED", 5))
