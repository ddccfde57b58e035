# is_integer, as_integer_ratio, hex, fromhex, conjugate, real, imag, trunc, floor, ceil, hash, and rounding.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


inf, nan = float("inf"), float("nan")
for x in (0.0, -0.0, 1.0, 1.5, -2.0, 1e300, 0.1, 5e-324):
    print(x, x.is_integer(), x.as_integer_ratio(), x.hex(), float.fromhex(x.hex()) == x, x.real, x.imag, x.conjugate())
print(inf.is_integer(), nan.is_integer(), inf.hex(), (-inf).hex(), nan.hex())
show(lambda: inf.as_integer_ratio())
show(lambda: nan.as_integer_ratio())
for text in ("0x1.8p1", "1.8", "0x.8", "-0x1p-3", "inf", "nan", "-Infinity", " 0x1p4 ", "0X1P+2", "0x1.fffffffffffffp1023", "0x0.0000000000001p-1022", "0x1.00000000000008p0",
             "0x1.00000000000018p0", "1p1", "ff", "0x1p-1075", "0x1p-1074"):
    show(lambda: float.fromhex(text))
for text in ("", "0x", "0xg", "p1", "0x1p", "0x1.8p1 x", "1_0", "0x1p1025"):
    show(lambda: float.fromhex(text))
print(int(3.99), int(-3.99), int(1e18), int(1e19), int(2.0 ** 62), int(2.0 ** 63), int(-(2.0 ** 64)), int(1e30), (3.7).__trunc__(), (3.2).__ceil__(), (-3.2).__floor__(), (0.5).__int__())
show(lambda: int(inf))
show(lambda: int(nan))
show(lambda: inf.__floor__())
# round: half to even, exactly on the binary value
print([round(x) for x in (0.5, 1.5, 2.5, 3.5, -0.5, -1.5, -2.5, 2.4999999999999996, 0.49999999999999994, 1e16, 4503599627370495.5)])
print([round(x, 1) for x in (0.05, 0.15, 0.25, 0.35, 0.45, 1.05, 2.25, -0.25, 1e22)])
print([round(2.675, 2), round(1.005, 2), round(2.5, 0), round(1234.5678, -2), round(1250.0, -2), round(1350.0, -2), round(5e-324, 5), round(1e308, -308)])
print(round(1.5, None), type(round(1.5, None)).__name__, type(round(1.5, 0)).__name__, round(-0.4), round(-0.4, 0), round(123.456, 400), round(123.456, -400), round(0.1, 20), round(nan, 2), round(inf, -2))
show(lambda: round(inf))
show(lambda: round(nan))
show(lambda: round(1.5, 1.0))
show(lambda: round("a"))
show(lambda: round(1.7976931348623157e308, -308))
print(hash(0.5), hash(1.5), hash(-1.5), hash(0.1), hash(1e300), hash(inf), hash(-inf), hash(2.0 ** 61), hash(1.0), hash(-1.0), hash(5e-324), hash(0.0), hash(-0.0))
print(bool(0.0), bool(-0.0), bool(nan), bool(5e-324), not 0.0)
print((1.5).__add__(1), (1.5).__add__("a"), (1.5).__radd__(2), (1.5).__eq__(1), (1.5).__lt__(2), (1.5).__divmod__(1), (1.5).__pow__(2), (1.5).__rpow__(2), (1.5).__neg__())
print(float.__doc__ is not None, (1.5).__class__, isinstance(1.5, (int, float)), float.fromhex("0x10"), 1.5.__str__(), 1.5.__format__(".1f"))
