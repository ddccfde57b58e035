# Builtin functions in compiled loops: what is asked of them changes its kind, its class or its bases on the way.
import abc


class A:
    x = 1

    def method(self):
        return 2


class B(A):
    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(name)
        return len(name)

    @property
    def asked(self):
        return 7


class Claims:
    @property
    def __class__(self):
        return A


class Meta(type):
    def __instancecheck__(cls, instance):
        return instance == 3


class Odd(metaclass=Meta):
    pass


class Abstract(abc.ABC):
    pass


Abstract.register(int)


class Text(str):
    def __format__(self, spec):
        return "<" + spec + ">"

    def __str__(self):
        return "text"


def kinds(n):
    values = [1, 2.5, "s", None, True, A(), B(), Claims(), 3, 10 ** 30, (1,), Text("t"), A, type]
    total, names = 0, set()
    for i in range(n):
        v = values[i % len(values)] if i % 100 > 50 else values[i // 100 % len(values)]
        names.add(type(v).__name__)
        total += isinstance(v, int) + 2 * isinstance(v, (str, float)) + 4 * isinstance(v, A) + 8 * isinstance(v, Odd) + 16 * isinstance(v, Abstract)
        total += 32 * isinstance(v, type) + 64 * isinstance(v, (A, Odd))
    return total, sorted(names)


print(kinds(3000))


def bases(n):
    class C:
        pass
    class D(C):
        pass
    d, total = D(), 0
    for i in range(n):
        total += isinstance(d, A) + 2 * isinstance(d, C)
        if i == n - 20:
            D.__bases__ = (A,)
        if i == n - 10:
            d.__class__ = C
    return total


print(bases(1000))


def attributes(n):
    total, texts = 0, set()
    objects = [A(), B(), Claims(), A, 5, "s"]
    for i in range(n):
        o = objects[i // 50 % len(objects)]
        name = ("x", "method", "asked", "other", "none", "upper")[i % 6]
        total += hasattr(o, name)
        v = getattr(o, name, 3)
        total += v if type(v) is int else v() if name == "method" and o is not A else 1
        try:
            total += type(getattr(o, name)) is int
        except AttributeError as error:
            texts.add(str(error))
        if type(o) is A or type(o) is B:
            setattr(o, "set%d" % (i % 3), i)
            total += o.set0 if hasattr(o, "set0") and "set0" in o.__dict__ else 0
            if i % 10 == 9 and "set1" in o.__dict__:
                del o.set1
    return total, sorted(texts)


print(attributes(2000))


def chosen(n):
    total = 0
    values = [1, 2, 3.5, 2, True, 10 ** 20, -1, 0.0]
    for i in range(n):
        a, b, c = values[i % 8], values[(i + 3) % 8], values[(i * 5 + 1) % 8]
        total += min(a, b) + max(a, b, c) + min(i, 5) + max(c, 2) + min((a, b, c))
        total += len(min("abc", "ab")) + (min(1, True) is True) + (type(max(1, 1.0)) is int)
        if i % 97 == 0:
            try:
                max(a, "s")
            except TypeError as error:
                total += len(str(error))
    return total


print(chosen(2000))


def texts(n):
    out, values = set(), [1, "s", None, 2.5, True, Text("t"), [1], 10 ** 25]
    for i in range(n):
        v = values[i // 20 % len(values)]
        out.add(f"{v}|{v!r}|{v!s:>6}|{i % 3:03d}|{'%s' % (v,)}")
        if not isinstance(v, (type(None), list)):
            out.add(f"{v:>7}")
        out.add("%s-%r" % (v, i % 2))
    return len(out), sorted(out)[::7]


print(texts(1000))


def unpacked(n):
    total = 0
    for i in range(n):
        a, b = [i, 2]
        key, value = "k=v".split("=") if i % 50 != 49 else ("k", "w")
        total += a + b + (value == "v") + (key in ("a", "k")) + (i in (1, 2, 3)) + (key not in ("x",))
        try:
            a, b = [1, 2, 3] if i % 100 == 99 else [3, 4]
        except ValueError as error:
            total += len(str(error))
    return total


print(unpacked(1000))


def unbound(n):
    total = 0
    for i in range(n):
        total += len(str.upper("abc")) + len(str.join(",", ["a", "b"])) + list.__len__([1, 2]) + len(dict.get({1: "xx"}, 1))
        total += sum(map(len, [str.strip(" a "), ",".join(str(k) for k in range(3))]))
    return total


print(unbound(500))


def shown(v):
    if isinstance(v, A):
        return type(v).__name__ + "!"
    elif isinstance(v, list):
        return "[" + ",".join(shown(item) for item in v) + "]"
    return repr(v)


for attempt in range(3):
    for v in [1] * 100 + [2.5] * 100 + [A(), [1, B(), [2.5]], "s"]:
        text = shown(v)
    print(shown([1, A(), "s", 2.5, B()]), shown(A()), shown(1))
