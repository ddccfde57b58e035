# The % operator of strings: flags, widths, conversions, mappings, tuples, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print("%s" % "a", "%s" % 1, "%s" % None, "%s" % [1], "%s" % (1,), "%s %s" % (1, "b"), "%%" % (), "100%%", "%r" % "q", "%a" % "é", "%s" % {"a": 1}, "%5s|%-5s|%.2s|%5.1s|" % ("abc", "abc", "abc", "abc"))
print("%(a)s %(b)d %(a)r" % {"a": "x", "b": 5}, "%(a)s" % {"a": (1, 2)}, "%(x(y))s" % {"x(y)": 1}, "%()s" % {"": "e"}, "%(a)5.1f|%(a)-8d|" % {"a": 3.75}, "no" % {}, "%s" % {}, "x%%%(k)s%%" % {"k": 1})
print("%d %5d|%-5d|%05d|%+d|% d|%.4d|%x|%X|%#x|%#X|%o|%#o|%i|%u" % (1, 2, 3, 4, 5, 6, 7, 255, 255, 255, 255, 8, 8, 9, 10), "%d" % 3.99, "%d" % -3.99, "%d" % True, "%d" % 10 ** 25, "%x" % -255, "%#o" % 0, "%+.3d" % 7, "%-+6d|" % 5, "%0-6d|" % 5, "% 05d" % 42)
print("%c%c%c" % (97, "b", 0x20ac), "%5c|%-3c|" % ("x", "y"), "%c" % "\U0001f986", "%s" % "\u20ac", "%10s|" % "\u20ac", "%.1s" % "\U0001f986\u20ac")
print("%*d|%-*d|%.*f|%*.*f" % (5, 42, 5, 42, 2, 3.14159, 8, 3, 2.5), "%*s|" % (-5, "a"), "%.*s" % (2, "abc"), "%ld %hd %Li" % (1, 2, 3))
print("%e %E %f %F %g %G %.0e %#.0f %+.2f % .1f %010.3f" % (1.5, 1.5, 1.5, 1.5, 1.5, 1e-10, 12345.0, 3.0, 2.345, 2.0, -3.14159))
for pattern, value in (("%s %s", (1,)), ("%s", (1, 2)), ("%d", "x"), ("%d", None), ("%x", 1.5), ("%f", "x"), ("%c", "ab"), ("%c", 1.5), ("%c", 0x110000), ("%c", -1), ("%", ()), ("%z", 1), ("abc", 1), ("abc", (1,)), ("%(a)s", (1,)), ("%(a)s", 1),
                       ("%(a)s", {}), ("%(a", {"a": 1}), ("%(a)", {"a": 1}), ("%*d", ("a", 1)), ("%.*f", (1.5, 1)), ("%s %(a)s", {"a": 1}), ("%5", 1), ("%-", 1), ("%.", 1), ("%l", 1), ("%s", ()), ("%d%%%", 5), ("%\u20ac", 1), ("% ", 1), ("%i", 1j), ("%d", [])):
    show(lambda: pattern % value)
show(lambda: "%99999999999999999999d" % 1)
show(lambda: "%.99999999999999999999f" % 1)


class Both:
    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"

    def __int__(self):
        return 7

    def __float__(self):
        return 7.5

    def __index__(self):
        return 8


class OnlyInt:
    def __int__(self):
        return 5


b = Both()
print("%s %r %a %d %f %x %c" % (b, b, b, b, b, b, b), "%d" % OnlyInt())
show(lambda: "%x" % OnlyInt())
show(lambda: "%d" % object)


class Mapping:
    def __getitem__(self, key):
        return key * 2


print("%(ab)s-%(c)s" % Mapping(), "%s" % "x".join("ab"), ("%s" * 3) % ("a", "b", "c"), "%s" % (("t", "u"),), "%s=%s" % tuple("kv"))
s = "total %d"
s %= 5
print(s, "%s" % "%s" % 1, "%s%%" % 5, "%-10s:%10s" % ("left", "right"), "%08.3f" % -1.5, "%s" % float("nan"), "%r" % ([],), "%.3s|%6.2s|" % ("abcdef", "xyz"))
