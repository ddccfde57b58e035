# Subclasses of int: own methods, operators give plain ints, __new__, conversion protocols, IntEnum-like use.
class Meters(int):
    def __repr__(self):
        return f"Meters({int(self)})"

    def __add__(self, other):
        return Meters(int(self) + int(other))


m = Meters(5)
print(m, repr(m), m + 3, type(m + 3).__name__, 3 + m, type(3 + m).__name__, m * 2, type(m * 2).__name__, m == 5, hash(m) == hash(5), isinstance(m, int))
print(m - 1, -m, abs(m), m // 2, m ** 2, m << 1, m & 4, int(m), float(m), [10, 20, 30, 40, 50, 60][m], "%d" % m, f"{m}", f"{m:03d}", str(m))
m.label = "distance"
print(m.label, m.__dict__, m.bit_length(), m.real, type(m.real).__name__)


class Even(int):
    def __new__(cls, value=0):
        if value % 2:
            raise ValueError(f"{value} is odd")
        return super().__new__(cls, value)

    def __init__(self, value=0):
        self.half = value // 2


e = Even(10)
print(e, e.half, Even(), Even(2 ** 70).half)
try:
    Even(3)
except ValueError as error:
    print(error)


class Loud(int):
    def __eq__(self, other):
        return "eq"

    def __lt__(self, other):
        return "lt"

    def __hash__(self):
        return 99

    def __radd__(self, other):
        return "radd"

    def __bool__(self):
        return False

    def __index__(self):
        return 1


l = Loud(7)
print(l == 7, 7 == l, l < 3, 3 > l, hash(l), 1 + l, bool(l), not l, [10, 20][Loud(0)], "abcdefgh"[l])


class Both:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


print([1, 2, 3][Both(1)], "abc"[Both(-1):], range(Both(3)), hex(Both(255)), bin(Both(5)), chr(Both(65)), [0] * Both(3), Both(2).__index__(), (1, 2, 3)[Both(0)])
print(round(7.5, Both(0)), pow(2, 3), int(Both(8)), divmod(9, 4), b"\x01\x02"[Both(1)], bytes(Both(3)))
try:
    [1, 2, 3][Both("x")]
except TypeError as error:
    print(error)
try:
    2 + Both(1)
except TypeError as error:
    print(error)
print(int.__add__(Meters(1), Meters(2)), type(int.__add__(Meters(1), Meters(2))).__name__, Meters(3).__class__.__name__, Meters.__mro__[1:])
print(isinstance(True, int), issubclass(bool, int), int.__subclasses__()[0] is bool, type(Meters(2) + Meters(2)) is Meters, sum([Meters(1), Meters(2)]))
