# int(): from text with every base, prefixes, underscores, spaces, other digits; from floats and objects; errors.
def show(*args, **kw):
    try:
        print(repr(int(*args, **kw)))
    except Exception as error:
        print(type(error).__name__ + ":", error)


for text in ("0", "7", "-7", "+7", "  42  ", "\t13\n", "007", "-0", "1_000", "1_2_3", "123456789012345678901234567890",
             "\u0661\u0662\u0663", "\uff11\uff12", "\u00a05\u2003"):
    show(text)
for text in ("", " ", "-", "+", "--1", "+-1", "1 2", "1__0", "_1", "1_", "0x10", "1.0", "1e3", "abc", "12a", "1\x002", "\u00b2", "\u2160", "5\u200b"):
    show(text)
for text, base in (("ff", 16), ("FF", 16), ("0xff", 16), ("0XfF", 16), ("-0xff", 16), ("0b101", 2), ("101", 2), ("0B11", 2), ("0o17", 8),
                   ("17", 8), ("0O17", 8), ("z", 36), ("Zz", 36), ("zz", 36), ("0x1f", 0), ("0b11", 0), ("0o11", 0), ("11", 0), ("-0x1F", 0),
                   ("0", 0), ("00", 0), ("0_0", 0), ("0x_1f", 0), ("0x_1f", 16), ("1_0", 3), ("212", 3), ("b1", 16), ("0b1", 16), ("0b1", 0)):
    show(text, base)
for text, base in (("2", 2), ("8", 8), ("g", 16), ("z", 35), ("01", 0), ("0x", 16), ("0x", 0), ("0b2", 2), ("0b12", 0), ("0xg", 0), ("", 0), ("1", 1), ("1", 37),
                   ("1", -2), ("0x1", 8), ("0o8", 0), ("-", 16), ("0_x1", 0)):
    show(text, base)
show(b"42")
show(b"-0x1f", 16)
show(b"abc", 36)
show(bytearray(b"77"), 8)
show(b"x")
show(b"\xff")
show()
show(True)
show(3.99)
show(-3.99)
show(1e20)
show(2.0 ** 70)
show(float("inf"))
show(float("-inf"))
show(float("nan"))
show(1, 2)
show("1", base=2)
show("10", base=2)
show(x="1")
show(3.5, 10)
show(None)
show([])
show({})
show(1j)
show("5", None)
show("5", 10.0)
show("5", "10")
show("1", 2, 3)


class Index:
    def __index__(self):
        return 77


class Int:
    def __int__(self):
        return 78


class Trunc:
    def __trunc__(self):
        return 79


class Bad:
    def __int__(self):
        return "no"


show(Index())
show(Int())
show(Bad())
show("11", Index())
show("zz", base=Index())
# many digits, there and back
text = "9" * 300
print(int(text) == 10 ** 300 - 1, str(10 ** 300 - 1) == text, int("f" * 100, 16) == 16 ** 100 - 1, int("1" * 400, 2) == 2 ** 400 - 1)
for base in range(2, 37):
    value, digits = 10 ** 25 + 12345, ""
    while value:
        value, digit = divmod(value, base)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    assert int(digits, base) == 10 ** 25 + 12345 and int(digits.upper(), base) == 10 ** 25 + 12345
print("all bases agree")
print(0x1F, 0b101, 0o17, 1_000_000, 0x_ff, 0B_1, 0XAB, 00, 0_0)
