"""Calls whose target changes: many classes behind one name, inheritance, abstract bases, operators, properties, isinstance."""

SIZE, QUICK = 25, 1  # rounds
SHAPES = 4000


class Shape:
    sides = 0

    def area(self):
        raise NotImplementedError

    def describe(self):
        return type(self).__name__ + str(self.sides)

    def scaled(self, factor):
        return type(self)(*[value * factor for value in self.measures()])

    @property
    def size(self):
        return self.area() * 2

    def __lt__(self, other):
        return self.area() < other.area()

    def __add__(self, other):
        return self.area() + (other.area() if isinstance(other, Shape) else other)

    __radd__ = __add__


class Circle(Shape):
    def __init__(self, radius):
        self.radius = radius

    def measures(self):
        return (self.radius,)

    def area(self):
        return 3 * self.radius * self.radius


class Rectangle(Shape):
    sides = 4

    def __init__(self, width, height):
        self.width, self.height = width, height

    def measures(self):
        return self.width, self.height

    def area(self):
        return self.width * self.height


class Square(Rectangle):
    def __init__(self, side, _=0):
        super().__init__(side, side)

    def describe(self):
        return "the " + super().describe()


class Triangle(Shape):
    sides = 3

    def __init__(self, base, height):
        self.base, self.height = base, height

    def measures(self):
        return self.base, self.height

    def area(self):
        return self.base * self.height // 2


class Nothing(Shape):
    def measures(self):
        return ()

    def area(self):
        return 0


class Visitor:
    def visit(self, shape):
        return getattr(self, "visit_" + type(shape).__name__, self.otherwise)(shape)

    def visit_Circle(self, shape):
        return shape.radius

    def visit_Square(self, shape):
        return shape.width

    def otherwise(self, shape):
        return shape.sides


def one_round(n):
    shapes = []
    for i in range(n):
        kind = (i * i + i // 3) % 5
        if kind == 0:
            shapes.append(Circle(i % 10))
        elif kind == 1:
            shapes.append(Rectangle(i % 7, i % 11))
        elif kind == 2:
            shapes.append(Square(i % 9))
        elif kind == 3:
            shapes.append(Triangle(i % 8, i % 6))
        else:
            shapes.append(Nothing())
    total = text = visited = 0
    visitor = Visitor()
    for shape in shapes:
        total += shape.area()
        total = total + shape.size
        text += len(shape.describe())
        visited += visitor.visit(shape)
        total += shape.scaled(2).area()
    biggest = max(shapes)
    rectangles = sum(isinstance(shape, Rectangle) for shape in shapes)
    return f"{total} {text} {visited} {biggest.area()} {rectangles} {sum(shapes)}"


def run(rounds):
    results = {one_round(SHAPES) for _ in range(rounds)}
    if len(results) != 1:
        raise AssertionError("the rounds disagree")
    return results.pop()


if __name__ == "__main__":
    print(run(SIZE))
