# Dicts changed while they are iterated or looked up, keys with odd __eq__ and __hash__, order after deletions.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


def grow_during(what):
    d = {i: i for i in range(3)}
    for x in getattr(d, what)():
        d[len(d)] = 0


def shrink_during(what):
    d = {i: i for i in range(3)}
    for x in getattr(d, what)():
        d.popitem()


for what in ("keys", "values", "items", "__iter__", "__reversed__"):
    show(lambda: grow_during(what))
    show(lambda: shrink_during(what))


def replace_values():
    d = {i: i for i in range(3)}
    for key in d:
        d[key] = d[key] * 10
    return d


show(replace_values)


def clear_during():
    d = {1: 1, 2: 2}
    for key in d:
        d.clear()


show(clear_during)


def delete_last():
    d = {1: 1, 2: 2}
    for key in d:
        if key == 2:
            del d[2]
    return d


show(delete_last)


def after_error():
    d = {1: 1}
    it = iter(d)
    d[2] = 2
    results = []
    for _ in range(2):
        try:
            results.append(next(it))
        except Exception as error:
            results.append(type(error).__name__)
    return results


show(after_error)
show(lambda: [d.pop(k) for d in [{1: 2, 3: 4}] for k in list(d)])
show(lambda: sorted(d.update({"x": 1}) or k for d in [{"a": 1}] for k in d))


class Key:
    def __init__(self, name, hash_value=1):
        self.name = name
        self.hash_value = hash_value
        self.compared = 0

    def __hash__(self):
        return self.hash_value

    def __eq__(self, other):
        self.compared += 1
        return isinstance(other, Key) and self.name == other.name

    def __repr__(self):
        return f"K({self.name})"


keys = [Key(n) for n in "abcde"]
d = {key: key.name for key in keys}
print(d, d[Key("c")], Key("z") in d, len(d), d.pop(Key("a")), list(d.values()))
same = keys[1]
before = same.compared
print(d[same], same.compared == before)  # identity comes before equality


class Raises(Key):
    __hash__ = Key.__hash__

    def __eq__(self, other):
        raise ZeroDivisionError("eq")


d2 = {Key("x"): 1}
show(lambda: d2[Raises("x")])
show(lambda: Raises("x") in d2)


class NoHash:
    __hash__ = None


class BadHash:
    def __hash__(self):
        return "text"


class BigHash:
    def __hash__(self):
        return 2 ** 100 + 5


class RaisesHash:
    def __hash__(self):
        raise LookupError("hash")


show(lambda: {NoHash(): 1})
show(lambda: {BadHash(): 1})
show(lambda: {BigHash(): 1} and hash(BigHash()))
show(lambda: {RaisesHash(): 1})
show(lambda: {}.get(RaisesHash()))


class Meddler(Key):
    """While it is compared, the dict changes under the lookup."""

    __hash__ = Key.__hash__

    def __eq__(self, other):
        target.clear()
        for i in range(50):
            target[i] = i
        return False


target = {Key("p"): 1, Key("q"): 2}
show(lambda: target.get(Meddler("p"), "not found"))
print(len(target))
target = {Key("p"): 1}
target[Meddler("m")] = "stored"
print(len(target), [v for k, v in target.items() if isinstance(k, Meddler)])


class Default(dict):
    def __missing__(self, key):
        self[key] = made = f"made {key}"
        return made


m = Default(a=1)
print(m["a"], m["b"], m, m.get("c"), "c" in m)
show(lambda: Default.__getitem__(m, "zz"))


class Loud(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)

    def __getitem__(self, key):
        return f"got {super().__getitem__(key)}"


l = Loud(a=1)
l["b"] = 5
l.update(c=3)
print(l, l["b"], l.get("b"), dict(l), {**l}, l | {"z": 0}, type(l | {}).__name__, list(l.items()), type(l.copy()).__name__, l == {"a": 1, "b": 10, "c": 3})
order = {}
for i in range(20):
    order[i] = i
for i in range(0, 20, 3):
    del order[i]
for i in (3, 0, 21):
    order[i] = -i
order[1] = "kept place"
print(list(order), order.popitem(), next(iter(order)), list(order)[-2:])
