# Globals and class attributes that change in every round, among values of one kind and from kind to kind: reading them, and what reading
# them means (method, property, plain value), follows each change.
counter = 0
label = "none"


def bump(n):
    global counter, label
    for i in range(n):
        counter += 1
        label = "even" if i % 2 == 0 else "odd"
    return counter, label


def ratio(n):
    global share
    share = 0.5
    for i in range(n):
        share = share * 0.5 + i  # a float each round
    return share


def deleted(n):
    global gone
    caught = 0
    for i in range(n):
        gone = i
        if i % 50 == 49:
            del gone
            try:
                gone
            except NameError:
                caught += 1
        gone = i + 1
    return caught, gone


class Base:
    step = 1
    total = 0

    def __init__(self):
        self.v = 0

    def go(self):
        self.v += self.step
        return self.v


class Derived(Base):
    def kind(self):
        return "method"


def alternate(n):
    o, s = Derived(), 0
    for i in range(n):
        Base.step = i & 3
        s += o.go()
        Base.total += o.step
    return s, Base.total


def types_alternate(n):
    o, seen = Base(), {}
    for i in range(n):
        Base.step = (1, 2.5, "text", None, [3])[i % 5]
        kind = type(o.step).__name__
        seen[kind] = seen.get(kind, 0) + 1
    Base.step = 1
    return sorted(seen.items())


def one(self):
    return 1


def two(self):
    return 2


def methods(n):
    o, s = Derived(), 0
    for i in range(n):
        Derived.pick = one if i & 1 else two
        s = s * 3 % 1000003 + o.pick()
    return s


def kinds(n):
    # plain value, function, property, static method, in turns
    o, out = Derived(), []
    for i in range(n):
        which = i * 5 // n
        if which == 0:
            Derived.kind = i
        elif which == 1:
            Derived.kind = one
        elif which == 2:
            Derived.kind = property(lambda self: i)
        elif which == 3:
            Derived.kind = staticmethod(two)
        else:
            Derived.kind = "plain"
        found = o.kind
        text = type(found).__name__
        if not out or out[-1] != text:
            out.append(text)
    return out


class Shadow:
    x = 1


def shadowed(n):
    # the instance's own attribute wins until the class's is a data descriptor, and wins again afterwards
    o = Shadow()
    o.x = "mine"
    out = []
    for i in range(n):
        Shadow.x = i
        if i == n // 3:
            Shadow.x = property(lambda self: "class's")
        if i > n // 3 and i < n // 2:
            Shadow.x = property(lambda self: "class's")
        if not out or out[-1] != o.x:
            out.append(o.x)
    return out


class Late:
    pass


class Holder:
    item = Late()


def becomes_descriptor(n):
    h, out = Holder(), []
    for i in range(n):
        Holder.item = Late()
        if i == n // 2:
            Late.__get__ = lambda self, instance, owner: "got"
        text = type(h.item).__name__
        if not out or out[-1] != text:
            out.append(text)
    return out


def removed(n):
    o, out = Derived(), []
    Derived.extra = 0
    for i in range(n):
        Derived.extra += 1
        if i % 100 == 99:
            del Derived.extra
            out.append(hasattr(o, "extra"))
            Derived.extra = i
    return len(out), any(out), o.extra


def overridden(n):
    o, s = Derived(), 0
    for i in range(n):
        Base.step = 1
        if i == n // 2:
            Derived.step = 100
        Base.step = 2
        s += o.step
    del Derived.step
    return s, o.step


for function in bump, ratio, deleted, alternate, types_alternate, methods, kinds, shadowed, becomes_descriptor, removed, overridden:
    print(function.__name__, function(3000))
