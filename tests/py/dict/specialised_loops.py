"""Loops over dicts and `in`, often enough to be specialised, over changing kinds of containers."""


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


def walk(d, how):
    seen = []
    for x in how(d):
        seen.append(x)
    return seen


d = {i: str(i) for i in range(5)}
hows = [dict.keys, dict.values, dict.items, iter, list, tuple, set, lambda d: reversed(d), lambda d: reversed(d.items())]
for round in range(60):
    for how in hows if round % 20 == 19 else hows[:1] * 3:
        result = walk(d, how)
    if round == 59:
        for how in hows:
            print(walk(d, how))


def grows(how, d):
    try:
        for i, x in enumerate(how(d)):
            if i == 2:
                d["new"] = 1
    except RuntimeError as e:
        return e
    return "went through"


def replaces(how, d):
    out = []
    try:
        for x in how(d):
            out.append(x)
            if len(out) < 4:
                del d[len(out) + 10]
                d[len(out) + 20] = len(out)
    except RuntimeError as e:
        out.append(str(e))
    return out


for how in (dict.keys, dict.values, dict.items):
    for _ in range(40):
        said = grows(how, {i: i for i in range(6)})
    print(said)
    for _ in range(40):
        said = replaces(how, {i + 10: i for i in range(5)})
    print(said)


def exhausted(how):
    d = {1: 2}
    it = iter(how(d))
    for x in it:
        pass
    d[3] = 4
    return list(it)


print([exhausted(how) for how in (dict.keys, dict.values, dict.items) for _ in range(30)][-3:])


def ask(item, container, yes, no):
    for _ in range(3):
        if item in container:
            yes += 1
        if item not in container:
            no += 1
    return yes, no


class Odd(dict):
    def __contains__(self, item):
        return item == "odd"


class OddSet(set):
    def __contains__(self, item):
        return "truthy" if item == "odd" else ""


class OddStr(str):
    def __contains__(self, item):
        return True


containers = [{1: 2, "a": 3, Key(4): 5}, {1, "a", Key(4), frozenset([7])}, frozenset([1, "a"]), "banana", [1, "a", Key(4)], (1, "a"), range(3),
              Odd(a=1), OddSet("a"), OddStr("x"), b"abc", {1: 2}.keys(), {1: 2}.items()]
for container in containers:
    for _ in range(100):
        ask("a" if not isinstance(container, bytes) else b"a", container, 0, 0)
    for item in (1, 1.0, True, "a", "odd", "", Key(4), {7}, [7], b"b", None, (1, 2)):
        try:
            print(type(container).__name__, type(item).__name__, ask(item, container, 0, 0))
        except TypeError as e:
            print(type(container).__name__, type(item).__name__, e)


class Raises:
    def __hash__(self):
        raise ValueError("no hash")

    def __eq__(self, other):
        raise ValueError("no eq")


for container in containers:
    try:
        print(Raises() in container)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
