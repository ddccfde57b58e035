# Python-written __new__, setters, __setitem__, __iter__, __contains__ and their like: raising, answering wrongly, changed in the middle.
class Made:
    count = 0
    kept = []

    def __new__(cls, n, *rest):
        cls.count += 1
        if n % 7 == 3:
            return n
        if n % 7 == 5 and Made.kept:
            return Made.kept[-1]
        self = super().__new__(cls)
        Made.kept.append(self)
        return self

    def __init__(self, n, *rest):
        if n % 11 == 4:
            raise ValueError(n)
        self.n = n
        self.inits = getattr(self, "inits", 0) + 1
        if n % 13 == 12:
            return 5


class Sub(Made):
    def __new__(cls, n):
        if n % 2:
            return super().__new__(cls, n)
        return Made(n)


def makes(n):
    out = {}
    for i in range(n):
        for cls in (Made, Sub):
            try:
                made = cls(i)
                key = type(made).__name__ + str(getattr(made, "inits", "-"))
            except (ValueError, TypeError) as error:
                key = type(error).__name__ + str(error)[:30]
            out[key] = out.get(key, 0) + 1
    return sorted(out.items())


print(makes(60)[:20], Made.count, len(Made.kept))


class Guarded:
    def __init__(self):
        self._v = 0
        self.log = []

    @property
    def v(self):
        if self._v % 9 == 8:
            raise KeyError(self._v)
        return self._v

    @v.setter
    def v(self, value):
        if value % 10 == 7:
            raise ValueError(value)
        if value % 10 == 6:
            self.__class__ = Open
        self._v = value

    @v.deleter
    def v(self):
        self._v = -1


class Open(Guarded):
    @property
    def v(self):
        return -5

    @v.setter
    def v(self, value):
        self.__class__ = Guarded
        self._v = value * 2


def sets(n):
    g, out = Guarded(), {}
    for i in range(n):
        try:
            g.v = i
            g.v += 1
            if i % 12 == 5:
                del g.v
            key = type(g).__name__ + str(g.v % 3)
        except (ValueError, KeyError, AttributeError) as error:
            key = f"{type(error).__name__} {error.args[0] if isinstance(error, AttributeError) else ''}"
        out[key] = out.get(key, 0) + 1
        if i == n // 2:
            Guarded.v = property(lambda self: 3)
        if i == n // 2 + 9:
            Guarded.v = first_v
    return sorted(out.items())


first_v = Guarded.v
print(sets(90), sets(77))


class Table:
    def __init__(self):
        self.d = {}

    def __setitem__(self, k, v):
        if v % 8 == 7:
            raise IndexError(k)
        self.d[k % 20] = v

    def __getitem__(self, k):
        try:
            return self.d[k % 20]
        except KeyError:
            if k % 3 == 0:
                return 0
            raise LookupError(k) from None

    def __delitem__(self, k):
        del self.d[k % 20]

    def __contains__(self, k):
        if k % 15 == 14:
            raise RuntimeError("contains")
        return k % 20 in self.d

    def __len__(self):
        return len(self.d)

    def __iter__(self):
        for k in sorted(self.d):
            yield k
            if k == 13:
                return


def tables(n):
    t, out, caught = Table(), 0, {}
    for i in range(n):
        try:
            t[i] = i * 3
            t[i + 1] += 1
            out += t[i - 1]
            out += i in t
            if i % 4 == 1:
                del t[i - 3]
            for k in t:
                out += k
                if k == 11:
                    break
            out += len(t) if t else 1000
        except Exception as error:
            key = f"{type(error).__name__} {type(error.__context__).__name__}"
            caught[key] = caught.get(key, 0) + 1
        if i == n // 2:
            Table.__setitem__ = lambda self, k, v: self.d.__setitem__(k, v)
        if i == n - 20:
            del Table.__contains__
        if i == n - 10:
            Table.__iter__ = lambda self: iter([1, 2, 3])
    return out, sorted(caught.items())


first = dict(vars(Table))
print(tables(120))
for name in ("__setitem__", "__contains__", "__iter__"):
    setattr(Table, name, first[name])
print(tables(133))


class Watched:
    def __setattr__(self, name, value):
        if name == "bad":
            raise AttributeError(f"no {name}")
        if value == 50:
            Watched.__setattr__ = other_setattr
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name == "kept":
            raise TypeError("kept")
        object.__delattr__(self, name)

    def __getattr__(self, name):
        if name.startswith("make"):
            self.__dict__[name] = len(name)
            return -1
        raise AttributeError(name)


def other_setattr(self, name, value):
    self.__dict__[name] = value * 2
    if value == 70:
        del Watched.__setattr__


def watched(n):
    w, out, caught = Watched(), 0, 0
    for i in range(n):
        try:
            w.a = i
            out += w.a
            w.kept = 1
            if i % 5 == 2:
                w.bad = 2
            if i % 5 == 3:
                del w.kept
            if i % 5 == 4:
                del w.a
                out += w.a
        except (AttributeError, TypeError) as error:
            caught += len(str(error))
        out += w.make3 + getattr(w, f"make{i % 30:030d}")
    return out, caught


print(watched(100))


class Number:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"Number({self.n})"

    def __iadd__(self, other):
        if self.n % 6 == 5:
            return 3
        self.n += other
        return self

    def __index__(self):
        if self.n % 9 == 8:
            raise TypeError("index")
        return self.n

    def __radd__(self, other):
        return other + self.n

    def __lt__(self, other):
        if self.n % 5 == 4:
            raise ValueError("lt")
        return NotImplemented if self.n % 5 == 3 else True

    def __rsub__(self, other):
        return NotImplemented

    def __bool__(self):
        return self.n % 3 == 1 if self.n % 10 else "no"


def operators(n):
    out = {}
    v = list(range(20))
    for i in range(n):
        for k, f in enumerate(tries):
            try:
                key = f"{k} {f(Number(i), v, i)}"
            except Exception as error:
                key = f"{k} {type(error).__name__} {str(error)[:40]}"
            out[key] = out.get(key, 0) + 1
    return len(out), sorted(out.items())[::9]


def iadd(a, v, i):
    a += 1
    return type(a).__name__


tries = [iadd, lambda a, v, i: v[a % 20 if False else Number(i % 20)], lambda a, v, i: v[Number(i % 7):Number(i % 11)], lambda a, v, i: i + a, lambda a, v, i: i - a, lambda a, v, i: a < i, lambda a, v, i: i > a,
         lambda a, v, i: "yes" if a else "no", lambda a, v, i: a and i, lambda a, v, i: not a, lambda a, v, i: [1] * Number(i % 4), lambda a, v, i: sum([a, a], i), lambda a, v, i: max(a, i), lambda a, v, i: range(10)[Number(i % 12)]]
for line in operators(60)[1]:
    print(line)
