# Sets changed while iterated, elements with odd __eq__ and __hash__, growth and deletion of many elements.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


def grow():
    s = {1, 2, 3}
    for x in s:
        s.add(x + 100)


def shrink():
    s = {1, 2, 3}
    for x in s:
        s.discard(x)


def same_size():
    s = {1}
    for x in s:
        s.add(1)
    return s


show(grow)
show(shrink)
show(same_size)


class Element:
    def __init__(self, name, h=1):
        self.name, self.h = name, h

    def __hash__(self):
        return self.h

    def __eq__(self, other):
        return isinstance(other, Element) and self.name == other.name

    def __repr__(self):
        return f"E({self.name})"


s = {Element(n) for n in "abcab"}
print(len(s), Element("a") in s, Element("z") in s, Element("a", 2) in s, sorted(e.name for e in s))
s.remove(Element("b"))
s.add(Element("c"))
print(sorted(e.name for e in s), len(s))


class RaisesEq(Element):
    __hash__ = Element.__hash__

    def __eq__(self, other):
        raise ZeroDivisionError("eq")


class RaisesHash:
    def __hash__(self):
        raise LookupError("hash")


show(lambda: RaisesEq("a") in s)
show(lambda: s.add(RaisesEq("a")))
show(lambda: {RaisesHash()})
show(lambda: s | {RaisesEq("q")})
print(len(s))


class Meddler(Element):
    __hash__ = Element.__hash__

    def __eq__(self, other):
        target.clear()
        target.update(range(100))
        return False


target = {Element("p"), Element("q")}
print(Meddler("p") in target, len(target))
big = set()
for i in range(10000):
    big.add(i * 31 % 5003)
print(len(big), sum(big), min(big), max(big))
for i in range(0, 5003, 2):
    big.discard(i)
print(len(big), sum(big), 3 in big, 4 in big)
big |= set(range(6000, 7000))
big &= set(range(0, 7000, 3))
big ^= {3, 4, 5}
print(len(big), sum(big), sorted(big)[:10])
model = {}
seed, live = 1, set()
for step in range(20000):
    seed = (seed * 69069 + 1) % 2 ** 32
    value, action = seed >> 20, seed >> 10 & 3
    if action == 0:
        live.discard(value)
        model.pop(value, None)
    elif action == 1 and live:
        taken = live.pop()
        del model[taken]
    else:
        live.add(value)
        model[value] = True
    assert len(live) == len(model)
assert live == set(model) and model.keys() == live
print(len(live) == len(model))
words = "to be or not to be that is the question".split()
seen, repeated = set(), []
for word in words:
    if word in seen:
        repeated.append(word)
    seen.add(word)
print(repeated, len(seen))
graph = {0: {1, 2}, 1: {3}, 2: {3, 4}, 3: {5}, 4: {5}, 5: set()}
reached, frontier = {0}, {0}
while frontier:
    frontier = set().union(*(graph[n] for n in frontier)) - reached
    reached |= frontier
print(reached)
mixed = {1, "1", 1.5, (1,), None, frozenset([1]), b"1", True, 2 ** 70}
print(len(mixed), "1" in mixed, 1.0 in mixed, (1,) in mixed, {1} in mixed, 2.0 ** 70 in mixed, b"1" in mixed, "2" in mixed)
a = {1, 2, 3}
a -= a
b = {1, 2}
b ^= b
c = {1, 2}
c |= c
c &= c
print(a, b, c)
d = {1, 2, 3}
show(lambda: d.difference_update(iter([1, d, 2])))
print(d)
