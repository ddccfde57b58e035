# weakref: references, callbacks, dictionaries, sets, proxies, finalize; each after an explicit collection.
import gc
import weakref


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class Node:
    def __init__(self, name):
        self.name = name

    def method(self):
        return "method of " + self.name

    def __repr__(self):
        return f"Node({self.name})"

    def __len__(self):
        return 7

    def __add__(self, other):
        return f"{self.name}+{other}"


def in_frame(f):
    """Runs f in a frame of its own, so that nothing it made is left in a register or local."""
    return f()


def collect():
    for _ in range(3):
        gc.collect()


keep = Node("kept")
r = weakref.ref(keep)
print(r() is keep, r() == keep, type(r).__name__, r == weakref.ref(keep), r is weakref.ref(keep), hash(r) == hash(keep), weakref.getweakrefcount(keep), weakref.getweakrefs(keep) == [r], isinstance(r, weakref.ReferenceType))
gone = in_frame(lambda: [weakref.ref(Node(str(i))) for i in range(100)])
collect()
print(sum(g() is None for g in gone) >= 95)
calls = []
callbacks = in_frame(lambda: [weakref.ref(Node(f"c{i}"), lambda ref: calls.append(ref() is None)) for i in range(100)])
collect()
print(len(calls) >= 95, all(calls))
cycle_refs = []


def make_cycles():
    for i in range(100):
        a, b = Node("a"), Node("b")
        a.other, b.other = b, a
        cycle_refs.append(weakref.ref(a))


make_cycles()
collect()
print(sum(c() is None for c in cycle_refs) >= 95)
values = weakref.WeakValueDictionary()
values["kept"] = keep
in_frame(lambda: [values.__setitem__(i, Node(str(i))) for i in range(100)] and None)
collect()
print(len(values) <= 6, "kept" in values, values["kept"], values.get("none", "default"), values.pop("kept"), "kept" in values)
keys = weakref.WeakKeyDictionary()
keys[keep] = "value"
in_frame(lambda: [keys.__setitem__(Node(str(i)), i) for i in range(100)] and None)
collect()
print(len(keys) <= 6, keys[keep], keep in keys, Node("other") in keys)
members = weakref.WeakSet([keep])
in_frame(lambda: [members.add(Node(str(i))) for i in range(100)] and None)
collect()
print(len(members) <= 6, keep in members)
p = weakref.proxy(keep)
p.extra = 5
print(p.name, p.method(), keep.extra, len(p), p + 1, bool(p), str(p), type(p).__name__, isinstance(p, Node), p.__class__ is Node)
bound = weakref.WeakMethod(keep.method)
print(bound()(), bound() == keep.method)
log = []
f = weakref.finalize(keep, log.append, "finalized by hand")
print(f.alive, f.peek()[1].__name__, f(), log, f.alive, f())
finalizers = in_frame(lambda: [weakref.finalize(Node(str(i)), log.append, i) for i in range(100)] and None)
collect()
print(len(log) >= 95)
for bad in (lambda: weakref.ref(5), lambda: weakref.ref("text"), lambda: weakref.ref([]), lambda: weakref.ref(None), lambda: weakref.proxy(1.5), lambda: weakref.ref(), lambda: keys.__setitem__(5, 1), lambda: values.__setitem__(1, 5), lambda: hash(p), lambda: members.add("s")):
    show(bad)


def function():
    pass


class Slotted:
    __slots__ = ("a", "__weakref__")


class SubList(list):
    pass


slotted, sub, generator = Slotted(), SubList([1]), (i for i in [])
print(weakref.ref(function)() is function, weakref.ref(Node)() is Node, weakref.ref(slotted)() is slotted, weakref.ref(sub)() == [1], weakref.ref({1}.__class__)() is set, weakref.ref(generator)() is generator, weakref.ref(set())() is None or True, weakref.ref(keep.method)() is None or True)


class Ref(weakref.ref):
    __slots__ = ("label",)

    def __new__(cls, target, label):
        return super().__new__(cls, target)

    def __init__(self, target, label):
        super().__init__(target)
        self.label = label


labelled = Ref(keep, "L")
print(labelled.label, labelled() is keep)
