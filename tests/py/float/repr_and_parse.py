# repr and str of floats (shortest text that reads back), float() from text, errors.
values = [0.0, -0.0, 1.0, -1.0, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 1e15, 1e16, 123456789012345680.0, 1e17, 1e21, 1e22, 1e23, 1e100, 1e-4, 1e-5, 0.0001234, 0.00001234,
          1e308, 1.7976931348623157e308, 2.2250738585072014e-308, 5e-324, 4.9e-322, 2.5, 3.14159, 100.0, 1e2, 123456.789, 1.5e300, 9007199254740992.0, 9007199254740993.0,
          4503599627370496.5, 0.5, 0.3, 2.675, 1.1, 1e-7, 123e-7, 12345678.9, 5e-5, 99999999999999990.0, 9999999999999998.0, float("inf"), float("-inf"), float("nan")]
for value in values:
    text = repr(value)
    assert str(value) == text
    back = float(text)
    assert back == value or value != value
    print(text)
x = 1.0
for _ in range(40):
    x = x * 1.37 + 0.001
    assert float(repr(x)) == x
    assert float(repr(1 / x)) == 1 / x
print(x)


def show(*args):
    try:
        print(repr(float(*args)))
    except Exception as error:
        print(type(error).__name__ + ":", error)


for text in ("1", "1.", ".5", "-.5", "+1.5", " 1.5 ", "\t2\n", "1e3", "1E3", "1e+3", "1e-3", "1_000.5", "1_0e1_0", "inf", "Inf", "-INF", "infinity", "+Infinity", "nan", "NaN", "-nan",
             "1e400", "-1e400", "1e-400", "0x1p3", "0.1e1", "00012.50", "123456789012345678901234567890", "1" * 400, "0." + "0" * 400 + "1", "\u0661.\u0665", "9" * 30 + "e-29"):
    show(text)
for text in ("", " ", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "1__0", "_1", "1_", "1_.5", "1._5", "abc", "infinit", "nanx", "1 2", "--1", "1\x00", "0b1"):
    show(text)
show(b"1.5")
show(b"x")
show(bytearray(b" 2.5 "))
show()
show(5)
show(True)
show(2 ** 70)
show(10 ** 400)
show(None)
show([])
show(1j)
show("1", 2)


class F:
    def __float__(self):
        return 1.25


class I:
    def __index__(self):
        return 3


class Bad:
    def __float__(self):
        return "1.0"


class Sub(float):
    pass


show(F())
show(I())
show(Bad())
show(Sub(2.5))
print(type(float(Sub(2.5))).__name__, repr(Sub(2.5)), Sub(1) + Sub(2), type(Sub(1) + 1).__name__)
