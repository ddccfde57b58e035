# Whatever calls Python code from within a compiled loop, that code sees the loop's frame as it is: its line and its locals.
import sys

seen = []


def look():
    frame = sys._getframe(2)
    while "i" not in frame.f_locals:
        frame = frame.f_back
    if frame.f_locals["i"] % 40 == 7:
        seen.append(f"{frame.f_code.co_name}:{frame.f_lineno - frame.f_code.co_firstlineno} i={frame.f_locals['i']} total={frame.f_locals['total']}")


def items(n=2):
    for k in range(n):
        look()
        yield k


def key(x):
    look()
    return -x


class Watcher:
    def __add__(self, other):
        look()
        return other

    __radd__ = __mul__ = __getitem__ = __call__ = __add__

    def __neg__(self):
        look()
        return 1

    __len__ = __int__ = __index__ = __hash__ = __abs__ = __neg__

    def __bool__(self):
        look()
        return True

    def __eq__(self, other):
        look()
        return False

    __lt__ = __contains__ = __eq__

    def __str__(self):
        look()
        return "w"

    def __repr__(self):
        look()
        return "W"

    def __format__(self, spec):
        look()
        return "f"

    def __iter__(self):
        return items()

    @property
    def value(self):
        look()
        return 3

    @value.setter
    def value(self, new):
        look()

    def __getattr__(self, name):
        look()
        return 4

    def __setitem__(self, index, new):
        look()

    def __enter__(self):
        look()
        return self

    def __exit__(self, *error):
        look()


w = Watcher()
EXPRESSIONS = """
sum(items())|list(items())|tuple(items())|any(items())|all(items())|max(items())|min(items(3), default=1)|sorted((1, 2), key=key)
max((1, 2), key=key)|list(map(key, (1, 2)))|list(filter(key, (1, 2)))|dict(zip(items(), items()))|set(items())|1 in items()|5 in [w]|w in [1, w]
str(w)|repr([w])|f"{w} {w!r}"|"%s" % w|"{}".format(w)|int(w)|len(w)|abs(w)|hash(w)|w + 1|1 + w|-w|w * 2|w < 1|w == 2|not w|w[1]|w(2)|w.value|w.other
getattr(w, "value")|{w: 1}|{1: 2}.get(w)|[1, 2, 3][w]|range(w)|next(items())|next(iter(w))|[*w]|(*items(),)|max(*items())|bool(w)|1 if w else 2
list(enumerate(items()))|list(reversed(list(w)))|[x for x in w]|sum(x for x in items())|[key(x) for x in (1, 2)]|isinstance(w, Watcher)
"".join(str(x) for x in items())|(1, 2).__contains__(w)|[3, 1].sort(key=key)|[1].extend(items())|[1].index(w) if i < 0 else 1|w and 1|0 or w
""".replace("\n", "|").strip("|").split("|")
STATEMENTS = """
w.value = i|w[1] = i|a, b = w|a, *b = items(3)|for x in w: pass|for x in map(key, (1, 2)): pass|for k, x in enumerate(items()): total += x
for x in zip(items(), w): pass|for x in filter(key, (1,)): pass|v = [1]; v += items()|v = [1]; v[0:1] = items()|v = [2, 1]; v.sort(key=key)
with w: pass|d = {}; d[w] = 1|d = {}; d.update(a=key(1))|assert w, 1|x = 1; x += w|del w.__dict__ if i < 0 else [1][0:1][0]
""".replace("\n", "|").strip("|").split("|")


def loop(line):
    names = {}
    exec(f"""def loop():
    total = 0
    for i in range(200):
        total += i
        {line}
        total -= 1
    return total
""", globals(), names)
    return names["loop"]


for text in [f"x = {e}" for e in EXPRESSIONS] + [s for s in STATEMENTS if not s.startswith("del")]:
    del seen[:]
    try:
        result = loop(text)()
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(text, result, len(seen), seen[:1], seen[-1:])


# The iterator of the loop itself.
def walk(iterator):
    total = i = 0
    for item in iterator:
        i += 1
        total = abs(total)
        total += 2
        total -= 1
    return total


class Sequence:
    def __getitem__(self, index):
        look()
        if index == 200:
            raise IndexError
        return index


for make in (lambda: map(key, range(200)), lambda: filter(key, range(200)), lambda: enumerate(items(200)), lambda: zip(range(200), items(200)),
             lambda: iter(Sequence()), lambda: enumerate(zip(items(200), "ab" * 100)), lambda: iter(lambda: look() or 1, 2) and items(200)):
    del seen[:]
    walk([1, 2])
    print(walk(make()), len(seen), seen[:1], seen[-1:])
    print(walk(enumerate([1] * 100)), walk(zip("ab" * 50, range(100), {k: k for k in range(100)})), walk(enumerate(items(100))))
