# complex: operators, repr, conversion from text, parts, errors.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


inf, nan = float("inf"), float("nan")
a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, -a, +a, abs(a), a.real, a.imag, a.conjugate(), a == b, a != b, a == 3 + 4j, 1 + 0j == 1, 1.5 + 0j == 1.5)
print(a + 1, 1 + a, a - 0.5, 0.5 - a, a * 2, 2.0 * a, a / 2, 2 / a, a + True, a ** 2, a ** 0, a ** -1, a ** 0.5, 2 ** b, a ** b, 1j ** 2, 1j * 1j)
for z in (0j, -0j, 1j, -1j, 1 + 0j, complex(-0.0, 0.0), complex(0.0, -0.0), complex(-0.0, -0.0), complex(1, inf), complex(nan, -inf), complex(-1.5, nan), 1e20 + 1e-20j, complex(5)):
    print(repr(z), str(z), bool(z), hash(z) is not None)
print(complex(), complex(1), complex(1, 2), complex(1.5, -2.5), complex(True), complex(1j, 1j), complex(1, 2j), complex(real=3), complex(imag=2), complex(real=1, imag=2))
for text in ("1", "1j", "-j", "+j", "j", "1+2j", "1-2j", " 1+2j ", "(1+2j)", " ( 3-1j ) ", "1e3+2e-3j", "inf", "nan+infj", "-inf-nanj", "1.5", ".5j", "1_0+2_0j", "1+j"):
    show(lambda: complex(text))
for text in ("", "1 + 2j", "1+2", "1+2jj", "j1", "(1+2j", "1+2j)", "++1j", "1+-2j", "abc", "1e"):
    show(lambda: complex(text))
show(lambda: complex("1", 2))
show(lambda: complex(1, "2"))
show(lambda: complex(None))
show(lambda: complex([]))
show(lambda: a / 0)
show(lambda: 0j ** -1)
show(lambda: 0j ** 1j)
show(lambda: 0j ** 0)
show(lambda: a // 2)
show(lambda: a % 2)
show(lambda: divmod(a, 2))
show(lambda: a < b)
show(lambda: a > 1)
show(lambda: int(a))
show(lambda: float(a))
show(lambda: pow(a, 2, 3))
show(lambda: a + "x")
show(lambda: round(a))
show(lambda: sorted([a, b]))
print(hash(3 + 0j) == hash(3), hash(0.5 + 0j) == hash(0.5), len({1, 1.0, 1 + 0j, True}), hash(3 + 4j), hash(1j))
print(f"{a} {a:.2f} {a:g} {a:>12} {a:+.1e} {0j:} {-1.5j:.0f} {a:,.1f}", "%s %r" % (a, a), str(a), format(a, ".3"), format(1e10 + 1j, "^30"))
show(lambda: format(a, "d"))
show(lambda: format(a, "010"))
show(lambda: format(a, "=10"))
show(lambda: "%f" % a)
z = 0j
for k in range(20):
    z = z * z + (-0.4 + 0.6j)
print(z, abs(z))


class C:
    def __complex__(self):
        return 2 + 3j


class D:
    def __float__(self):
        return 2.5


class E:
    def __index__(self):
        return 4


print(complex(C()), complex(D()), complex(E()), complex(C(), 1), sum([1j, 2, 0.5]), a.__add__("x"), isinstance(a, complex), type(a * 1).__name__)
z += 1
z *= 1j
z -= 2
z /= 2j
print(z, 1_0j, 1e3j, 0.5J, abs(complex(3e200, 4e200)), abs(complex(inf, nan)))
