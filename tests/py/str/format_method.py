# str.format and format_map: fields, attributes, items, conversions, nesting, specs of strings, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.tags = {"k": [10, 20], 3: "three"}

    def __format__(self, spec):
        return f"<{self.x},{self.y}|{spec}>"

    def __repr__(self):
        return "Point!"


p = Point(1, 2)
print("{} {}".format("a", 1), "{1} {0} {1}".format("a", "b"), "{a} {b}".format(a=1, b=2), "{0} {a} {1}".format(1, 2, a=3), "{{}} {{{}}}".format(5), "{}".format(None), "".format(1, 2), "{:}".format("x"), "{0:}{0!r:}".format("y"))
print("{0.x} {0.y} {p.x}".format(p, p=p), "{0[0]} {0[1]}".format([7, 8]), "{0[k]} {0[3]}".format({"k": "v", 3: "int key"}), "{0.tags[k][1]}".format(p), "{0.tags[3]}".format(p), "{a[x y]}".format(a={"x y": 1}), "{0[-1]}".format({"-1": "text key"}))
print("{!r} {!s} {!a}".format("é", "é", "é"), "{0!r:>8}|{0!s:<8}|".format("q"), "{!r}".format(p), "{}".format(p), "{:abc}".format(p), "{:{}}".format(p, "nested"), "{!s:*^10}".format(p))
print("{:5}|{:<5}|{:>5}|{:^5}|{:*^7}|{:.2}|{:5.1}|{:s}|{:>{w}}|{:{f}{a}{w}}".format("ab", "ab", "ab", "ab", "ab", "abc", "abc", "s", "x", "y", w=4, f="-", a="^"))
print("{:\u20ac>4}|{:<05}|{:x^5}|{:\U0001f986^5}".format("a", "c", "d", "e"))
print("{:{}.{}}".format(3.14159, 10, 3), "{0:{1}}".format(42, "08b"), "{:{width}}".format("a", width=5) + "|", "{0:{0}}".format(5), "{:,}".format(1234567), "{:%}".format(0.5), "{:+}".format(3))
for pattern in ("{", "}", "{}}", "{{}", "{0", "{0!}", "{0!x}", "{0!rr}", "{0.}", "{0[}", "{0[]}", "{0.x.}", "{:{:{}}}", "{0}{}", "{}{0}", "{5}", "{a}", "{0.nope}", "{0[9]}", "{0[a]}", "{!}", "{0:d}", "{ 0}", "{0 }", "{-1}", "{0!r", "{:", "{0:{", "{0]}", "{0[0}", "{0.[0]}", "{0[0]x}"):
    show(lambda: pattern.format("abc", 2))
show(lambda: "{0[0]}".format(5))
show(lambda: "{:>10}".format(None))
show(lambda: "{:d}".format("a"))
show(lambda: "{:x}".format(1.5))
show(lambda: "{:+}".format("a"))
show(lambda: "{:=5}".format("a"))
show(lambda: "{:,}".format("a"))
show(lambda: "{:#}".format("a"))
show(lambda: "{:5}".format([]))
show(lambda: "{:s}".format(1))
show(lambda: "{:.-1}".format("a"))
show(lambda: "{:99999999999999999999}".format("a"))
show(lambda: "{}".format())
print("{a} {b}".format_map({"a": 1, "b": [2]}), "{x.real}".format_map({"x": 5}))


class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{a} {zz}".format_map(Default(a=1)))
show(lambda: "{a}".format_map({}))
show(lambda: "{}".format_map({"": 1}))
show(lambda: "{a}".format_map())
print("{0.__class__.__name__}".format(5), "{0.real:>4}".format(7), "{0:>{1}}{2}".format("a", 3, "b"), "{a}{b}{a}".format(**{"a": 1, "b": 2}), "{}{}".format(*"xy"))


class BadFormat:
    def __format__(self, spec):
        return 5


class NoFormat:
    pass


show(lambda: "{}".format(BadFormat()))
show(lambda: format(NoFormat(), "x"))
show(lambda: format(5, 5))
show(lambda: format("a", "b", "c"))
print(format("abc", "^9"), format("abc", ".1"), format(5), format("x", ""), str.format("{}", 3), format([1, 2]), format((), ""), format(None))
