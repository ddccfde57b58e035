# math: every function on ordinary and edge values, integer functions on big numbers, errors.
import math


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print(math.pi, math.e, math.tau, math.inf, math.nan)
for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "atanh", "exp", "expm1", "log1p", "erf", "erfc", "gamma", "sqrt", "cbrt", "exp2", "degrees", "radians", "fabs"):
    function = getattr(math, name)
    results = []
    for x in (0.5, 0.1, 0.9):
        results.append(f"{function(x):.12g}")
    print(name, *results)
print(f"{math.acosh(2):.12g} {math.lgamma(10.5):.12g} {math.log(10):.12g} {math.log(8, 2):.12g} {math.log2(10):.12g} {math.log10(2):.12g} {math.pow(2, 0.5):.12g} {math.atan2(1, -1):.12g} {math.hypot(3, 4):.12g} {math.hypot(1, 2, 3):.12g} {math.dist([1, 2], [4, 6]):.12g}")
inf, nan = math.inf, math.nan
print(math.floor(2.7), math.floor(-2.7), math.ceil(2.1), math.ceil(-2.1), math.trunc(-2.7), math.floor(5), math.ceil(True), math.floor(1e20), math.trunc(2.0 ** 70), math.fabs(-5), math.copysign(1, -0.0), math.copysign(3, 5))
print(math.fmod(7, 3), math.fmod(-7, 3), math.modf(3.25), math.modf(-3.25), math.frexp(8.5), math.frexp(0.0), math.ldexp(0.5, 4), math.remainder(7, 4), math.remainder(5, 2), math.ulp(1.0), math.nextafter(1.0, 2.0), math.nextafter(0.0, -1.0), math.modf(inf), math.frexp(inf))
print(math.isnan(nan), math.isinf(-inf), math.isfinite(1e308), math.isfinite(inf), math.isclose(1.0, 1.0 + 1e-10), math.isclose(1, 2), math.isclose(0, 1e-12), math.isclose(0, 1e-12, abs_tol=1e-9), math.isclose(inf, inf), math.isclose(nan, nan), math.isclose(1, 1.1, rel_tol=0.2))
print(math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.fsum([]), math.prod([1, 2, 3, 4]), math.prod([]), math.prod([2, 0.5], start=3), sum([0.1] * 10))
print(math.factorial(0), math.factorial(20), math.factorial(30), math.gcd(12, 18), math.gcd(), math.gcd(0, 5), math.gcd(-4, 6, 8), math.gcd(2 ** 100, 6 ** 50), math.lcm(4, 6), math.lcm(), math.lcm(0, 3), math.lcm(2, 3, 7), math.comb(5, 2), math.comb(50, 25), math.comb(3, 5), math.perm(5, 2), math.perm(5), math.isqrt(0), math.isqrt(15), math.isqrt(16), math.isqrt(10 ** 40), math.isqrt(2 ** 64 - 1))
for n in (0, 1, 2, 3, 4, 2 ** 52, 2 ** 53 + 1, 10 ** 30, 2 ** 127 - 1):
    r = math.isqrt(n)
    assert r * r <= n < (r + 1) ** 2
assert math.comb(100, 50) == math.factorial(100) // math.factorial(50) ** 2
print(math.sqrt(2) ** 2, math.sqrt(10 ** 40), math.log(10 ** 400), math.log2(2 ** 2000), math.log10(10 ** 500), math.exp(0), math.exp(-1000), math.sqrt(0.0), math.sqrt(inf), math.pow(0, 0), math.pow(2, -1), math.pow(nan, 0), math.pow(1, nan), math.atan2(0, -1), math.atan2(-0.0, -1), math.atan(inf), math.tanh(1000), math.erf(10), math.gamma(5), math.cos(0), math.hypot(), math.hypot(inf, nan), math.cbrt(27), math.exp2(10))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-5), lambda: math.log(1, 1), lambda: math.log(2, 0), lambda: math.log2(-1), lambda: math.acos(2), lambda: math.exp(1000), lambda: math.pow(0, -1), lambda: math.pow(-8, 1 / 3), lambda: math.fmod(1, 0), lambda: math.fmod(inf, 1), lambda: math.gamma(0), lambda: math.gamma(-1), lambda: math.gamma(200), lambda: math.factorial(-1), lambda: math.factorial(1.5), lambda: math.factorial("a"), lambda: math.isqrt(-1), lambda: math.isqrt(2.0), lambda: math.gcd(1.5), lambda: math.comb(-1, 2), lambda: math.comb(1, -1), lambda: math.perm(2, -1), lambda: math.floor(nan), lambda: math.ceil(inf), lambda: math.floor("a"), lambda: math.sin("a"), lambda: math.sin(), lambda: math.sin(1, 2), lambda: math.ldexp(1.0, 5000), lambda: math.ldexp(1.0, 1.5), lambda: math.cosh(1000), lambda: math.atanh(1), lambda: math.acosh(0.5), lambda: math.log1p(-1), lambda: math.remainder(1, 0), lambda: math.dist([1], [1, 2]), lambda: math.dist(1, 2), lambda: math.fsum([1, "a"]), lambda: math.fsum([inf, -inf]), lambda: math.sqrt(10 ** 400), lambda: math.isclose(1, 2, rel_tol=-1), lambda: math.trunc("a"), lambda: math.prod(["a", "b"]), lambda: math.copysign(1), lambda: math.hypot("a"), lambda: math.log("x"), lambda: math.sin(None), lambda: math.nope):
    show(f)


class F:
    def __float__(self): return 4.0
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"
    def __index__(self): return 6


print(math.sqrt(F()), math.floor(F()), math.ceil(F()), math.trunc(F()), math.factorial(F()), math.gcd(F(), 4), math.isqrt(F()))
total = 0.0
for i in range(1, 2000):
    total += math.sin(i) * math.sqrt(i) / math.log(i + 1)
print(f"{total:.9f}")
