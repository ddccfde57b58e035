# getattr with names made at run time, of classes that are renamed, get and lose attributes.
class Visitor:
    kind = "plain"

    def visit_A(self, node):
        return "a" + node.value

    def visit_B(self, node):
        return "b" + node.value

    def other(self, node):
        return "?" + node.value

    def visit(self, node):
        return getattr(self, "visit_" + type(node).__name__, self.other)(node)

    def strict(self, node):
        return getattr(self, "visit_" + type(node).__name__)(node)


class Node:
    def __init__(self, value):
        self.value = value


class A(Node):
    pass


class B(Node):
    pass


class C(Node):
    pass


def walk(visitor, nodes, method="visit"):
    out = []
    for i in range(600):
        try:
            out.append(getattr(visitor, method)(nodes[i % len(nodes)]))
        except AttributeError as e:
            out.append(str(e))
    return sorted(set(out))


v = Visitor()
nodes = [A("1"), B("2"), C("3")]
print(walk(v, nodes), walk(v, nodes, "strict"))
C.__name__ = "A"
print(walk(v, nodes), C.__name__, [type(n).__name__ for n in nodes])
C.__name__ = "D"
Visitor.visit_D = lambda self, node: "d" + node.value
print(walk(v, nodes), walk(v, nodes, "strict"))
v.visit_A = lambda node: "own" + node.value
print(walk(v, nodes))
del v.visit_A
del Visitor.visit_B
print(walk(v, nodes), walk(v, nodes, "strict"))


class Slotted:
    __slots__ = ("x", "y")
    z = 3

    @property
    def w(self):
        return self.x * 2


class Odd:
    def __getattr__(self, name):
        return name + "!"


def read(o, otherwise):
    out = None
    for _ in range(300):
        out = getattr(o, "x", otherwise), getattr(o, "z", otherwise), getattr(o, "w", 0), getattr(o, "none", otherwise)
    return out


s = Slotted()
s.x = 4
print(read(s, "default"), read(Odd(), 1), read(5, None), read(Slotted, 7)[3], read(v, []))
del s.x
try:
    print(read(s, "default"))
except AttributeError as e:
    print(e)


class Meta(type):
    @property
    def __name__(cls):
        return "by meta"


class Named(metaclass=Meta):
    pass


def names(classes):
    out = []
    for i in range(400):
        out.append(classes[i % len(classes)].__name__)
    return sorted(set(out))


print(names([A, B, int, Visitor]), names([Named, A]))
