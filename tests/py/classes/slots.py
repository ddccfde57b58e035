# __slots__: layout, inheritance, with __dict__, errors, conflicts, defaults by class attributes.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


p = Point(1, 2)
p.x += 10
print(p, p.__slots__, hasattr(p, "__dict__"), Point.__slots__, type(Point.x).__name__)
for f in (lambda: setattr(p, "z", 1), lambda: p.z, lambda: p.__dict__, lambda: vars(p)):
    show(f)
del p.y
show(lambda: p.y)
show(lambda: delattr(p, "y"))
p.y = "back"
print(p)


class Point3(Point):
    __slots__ = ("z",)


class Loose(Point):
    pass


class Empty(Point):
    __slots__ = ()


q = Point3(1, 2)
show(lambda: q.z)
q.z = 3
l = Loose(1, 2)
l.extra = "dict"
e = Empty(5, 6)
print(q.z, q, l.extra, l.__dict__, hasattr(q, "__dict__"), e, hasattr(e, "__dict__"))
show(lambda: setattr(q, "w", 1))
show(lambda: setattr(e, "w", 1))


class WithDict:
    __slots__ = ("a", "__dict__")


class WithWeak:
    __slots__ = ["a", "__weakref__"]


class OneName:
    __slots__ = "single"


class FromDict:
    __slots__ = {"a": "doc of a", "b": None}


class Private:
    __slots__ = ("__hidden",)

    def __init__(self):
        self.__hidden = 5

    def get(self):
        return self.__hidden


w = WithDict()
w.a, w.b = 1, 2
o = OneName()
o.single = "s"
f = FromDict()
f.a = 9
print(w.__dict__, w.a, o.single, f.a, FromDict.__slots__, Private().get(), Private._Private__hidden.__name__)
import weakref
x = WithWeak()
print(weakref.ref(x)() is x)
show(lambda: weakref.ref(Point(1, 2)))


def conflict():
    class C:
        __slots__ = ("a",)
        a = 5


def not_identifier():
    class C:
        __slots__ = ("1a",)


def not_string():
    class C:
        __slots__ = (5,)


def two_layouts():
    class A:
        __slots__ = ("a",)

    class B:
        __slots__ = ("b",)

    class C(A, B):
        pass


def twice_dict():
    class C(WithDict):
        __slots__ = ("__dict__",)


def slots_on_int():
    class C(int):
        __slots__ = ("a",)


def empty_on_int():
    class C(int):
        __slots__ = ()
    return C(5) + 1, hasattr(C(5), "__dict__")


for f in (conflict, not_identifier, not_string, two_layouts, twice_dict, slots_on_int, empty_on_int):
    show(f)


class Mixin:
    __slots__ = ()

    def double(self):
        return self.x * 2


class Both(Point, Mixin):
    __slots__ = ()


b = Both(4, 5)
print(b.double(), isinstance(b, Mixin), hasattr(b, "__dict__"))
b.__class__ = Empty
print(type(b).__name__, b)
show(lambda: setattr(b, "__class__", Loose))
show(lambda: setattr(b, "__class__", Point3))


class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value, self.next = value, next


head = None
for i in range(1000):
    head = Node(i, head)
total, node = 0, head
while node is not None:
    total += node.value
    node = node.next
print(total)
points = [Point(i, -i) for i in range(100)]
points.sort(key=lambda point: point.y)
print(points[0], points[-1], sum(point.x for point in points), {point.x: point for point in points}[50])


class Reused(Point):
    __slots__ = ("x",)  # a second slot of the same name hides the first


r = Reused(1, 2)
Point.x.__set__(r, "base slot")
print(r.x, Point.x.__get__(r), r)
