# C3 linearisation, super in all its forms, diamond calls, MRO errors, __bases__, isinstance along the MRO.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class A:
    def who(self): return ["A"]
class B(A):
    def who(self): return ["B"] + super().who()
class C(A):
    def who(self): return ["C"] + super().who()
class D(B, C):
    def who(self): return ["D"] + super().who()
class E(C): pass
class F(D, E):
    def who(self): return ["F"] + super(F, self).who()


names = lambda cls: [c.__name__ for c in cls.__mro__]
print(names(D), D().who(), names(F), F().who(), names(E), D.__bases__ == (B, C), D.__base__.__name__, F.mro() == list(F.__mro__), A.__bases__)
print(super(B, D()).who(), super(C, D()).who(), super(D, F()).who(), B.who(D()), A.who(D()))
# the textbook example of C3
O = object
class X(O): pass
class Y(O): pass
class Z(O): pass
class K1(X, Y): pass
class K2(Z, Y): pass
class K3(K1, K2, Z): pass
print(names(K3))


def inconsistent():
    class P(X, Y): pass
    class Q(Y, X): pass
    class R(P, Q): pass


def base_before_derived():
    class P(A, B): pass


def duplicate():
    class P(A, A): pass


def layout_conflict():
    class P(int, str): pass


def not_a_class():
    class P(5): pass


def instance_base():
    class P(A()): pass


def final_base():
    class P(bool): pass


def function_base():
    class P(type(lambda: 1)): pass


for f in (inconsistent, base_before_derived, duplicate, layout_conflict, not_a_class, instance_base, final_base, function_base):
    show(f)


class Base:
    label = "base"

    def __init__(self, *args, **kwargs):
        self.log = [("Base", args, kwargs)]

    def method(self, x):
        return "base", x

    @classmethod
    def make(cls):
        return cls.__name__

    @staticmethod
    def static():
        return "base static"

    @property
    def prop(self):
        return "base prop"


class Child(Base):
    label = "child"

    def __init__(self, a, *rest, key=None, **others):
        super().__init__(*rest, **others)
        self.log.append(("Child", a, key))

    def method(self, x):
        return "child", super().method(x + 1)

    @classmethod
    def make(cls):
        return "child of " + super().make()

    @staticmethod
    def static():
        return "child " + Base.static()

    @property
    def prop(self):
        return "child " + super().prop

    def labels(self):
        return self.label, super().label, super(Child, self).label, Base.label

    def in_comprehension(self):
        return [m(1) for m in [super().method]]

    def in_lambda(self):
        return (lambda: super(Child, self).method(2))()

    def nested(self):
        def inner(s):
            return super().method(3)
        return inner(self)


class Grandchild(Child):
    pass


c = Child(1, 2, key=3, other=4)
print(c.log, c.method(5), Child.make(), Grandchild.make(), c.static(), c.prop, c.labels(), c.in_lambda(), c.in_comprehension() , c.nested())
g = Grandchild(1)
print(g.method(0), g.labels(), isinstance(g, Base), issubclass(Grandchild, Child), issubclass(Base, Grandchild), isinstance(g, (int, Base)))
s = super(Child, c)
print(s.__thisclass__.__name__, s.__self__ is c, s.__self_class__.__name__, s.method(1), repr(s).startswith("<super: <class 'Child'>, <Child object>>"))
show(lambda: s.nope)
show(lambda: super(Child, 5))
show(lambda: super(5, 5))
show(lambda: super())


def setter():
    s.label = 1


show(setter)


class NoSelf:
    def broken():
        return super()

    def rebound(self):
        self = 5
        return super().__repr__()

    def deleted(self):
        del self
        return super()


show(lambda: NoSelf.broken())
show(lambda: NoSelf().rebound())
show(lambda: NoSelf().deleted())


class Cooperative1:
    def __init__(self, **kw):
        print("C1", sorted(kw))
        super().__init__(**kw)


class Cooperative2:
    def __init__(self, *, two, **kw):
        print("C2", two, sorted(kw))
        super().__init__(**kw)


class Together(Cooperative1, Cooperative2):
    def __init__(self):
        super().__init__(two=2)


Together()
show(lambda: type("M", (Cooperative1, Cooperative2), {})(one=1, two=2))
A.who = lambda self: ["new A"]
print(D().who())
B.who = lambda self: super(B, self).who() + ["late B"]
print(F().who())
del B.who
print(D().who())


class Old1: pass
class New1(Old1): pass
class Other:
    flag = "other"


New1.__bases__ = (Other,)
print(names(New1), New1.flag, New1().flag, isinstance(New1(), Old1), Other.__subclasses__() == [New1], Old1.__subclasses__())
show(lambda: setattr(New1, "__bases__", (New1,)))
show(lambda: setattr(New1, "__bases__", ()))
show(lambda: setattr(New1, "__bases__", 5))
show(lambda: setattr(A, "__mro__", ()))
