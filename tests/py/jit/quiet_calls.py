# Calls of builtins and displays of dictionaries in compiled loops: results, exceptions, keys that turn into Python objects on the way.
class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


def displays(keys):
    made = []
    for key in keys:
        made.append({key: 1, "a": key, 3: {}})
        made[-1].setdefault("list", []).append(key)
        made[-1].get("missing", {}).update(b=1)
    return [sorted(map(str, d)) for d in made[-2:]], len(made)


print(displays(list(range(100))), displays([1.5, "x", (1, 2)] * 30), displays(list(range(40)) + [None, True]))


def mixed_keys(keys):
    count = {}
    for key in keys:
        d = {key: key}
        count[len(d)] = count.get(len(d), 0) + (key in d)
    return count


print(mixed_keys([1] * 50 + [Key(1)] * 50 + ["a"] * 3))
try:
    mixed_keys([1] * 60 + [[]])
except TypeError as error:
    print(error)


def firsts(containers):
    total, ended = 0, 0
    for container in containers:
        it = iter(container)
        try:
            while True:
                total += next(it)
        except StopIteration:
            ended += 1
        fresh = list(), dict(), set(), tuple(), str(), int()
        total += len(fresh)
        total += next(iter(container), 7) if container else 7
    return total, ended, fresh


print(firsts([[1, 2, 3], (4, 5), {6: 1}, range(3), [], {9}] * 40))


class Counting:
    def __iter__(self):
        return self

    def __next__(self):
        return 2


def later_python(n):
    it, total = iter([1] * 1000), 0
    for i in range(n):
        if i == n // 2:
            it = Counting()
        total += next(it)
    return total


print(later_python(200))


def evict(n):
    cache = {}
    for i in range(n):
        cache[i % 37] = i
        if len(cache) > 10:
            cache.pop(next(iter(cache)))
        cache.setdefault(i % 5, []) if i % 5 not in cache else None
    return sorted(cache.items(), key=str)


print(evict(500))
