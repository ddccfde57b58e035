# Order of floats, with nan, infinities, signed zeros, subnormals and ints; min, max, sort, sum, in.
inf, nan = float("inf"), float("nan")
values = [-inf, -1e308, -1.0, -5e-324, 0.0, 5e-324, 2.2250738585072014e-308, 0.5, 1.0, 1.0000000000000002, 1e308, inf]
for i, a in enumerate(values):
    for j, b in enumerate(values):
        assert (a < b) == (i < j) and (a <= b) == (i <= j) and (a == b) == (i == j) and (a != b) == (i != j) and (a > b) == (i > j) and (a >= b) == (i >= j)
for a in values + [nan]:
    assert not a < nan and not a > nan and not a <= nan and not a >= nan and not a == nan and a != nan
print("order holds")
print(nan == nan, nan is nan, nan in [nan], [nan] == [nan], (nan,) == (nan,), nan in [float("nan")], [nan].count(nan), [nan].index(nan), {nan: 1}[nan])
print(0.0 == -0.0, hash(0.0) == hash(-0.0), {0.0: "zero"}[-0.0], [0.0].index(-0.0))
print(min(1.0, nan), min(nan, 1.0), max(1.0, nan), max(nan, 1.0), min(0.0, -0.0), min(-0.0, 0.0), max(-0.0, 0.0), sorted([3.0, -0.0, 0.0, 1.5, -inf, inf]))
print(sum([0.1] * 10), sum([0.1] * 10, 0.0), sum([1e308, 1e308, -1e308]), sum([inf, 1.0]), sum([inf, -inf]), sum([1, 2.5, True]), sum([2 ** 53, 1.0, 1]))
print(1.0 == 1, 1.5 == 1, 1.0 < 2, 2.5 > 2, 2 ** 53 < 2.0 ** 53 + 2, 2 ** 63 == 2.0 ** 63, 2 ** 63 - 1 < 2.0 ** 63, 2 ** 1024 > 1e308, -(2 ** 1024) < -1e308, 2 ** 1024 < inf)
print(0.5 == True, 1.0 == True, 0.0 == False, 1.0 == "1.0", 1.0 == None, 1.0 != "x", 1.0 == 1 + 0j)


def show(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ":", error)


show(lambda: 1.0 < "a")
show(lambda: 1.0 <= None)
show(lambda: 1.0 > 1j)
show(lambda: sorted([1.0, "a"]))
# subnormals and the limits of the exponent: nothing is lost on the way through containers
trail = []
x = 1.0
while x > 0.0:
    x /= 2
    trail.append(x)
print(len(trail), trail[-2], trail[-1], trail[1022], trail[-3] * 2 == trail[-4])
x, steps = 1.0, 0
while x < inf:
    x *= 2
    steps += 1
print(steps)
table = {value: repr(value) for value in trail}
assert all(repr(value) == text and float(text) == value for value, text in table.items())
assert [float.fromhex(value.hex()) for value in trail] == trail
print(len(table), len({x for x in trail}), (1.0).__eq__("a"), (1.0).__lt__("a"))
a = 1e16
print(a + 1 == a, a + 2 == a, a + 1.0000000000000002 - a, (a + 1) - a, 1e308 * 10 == inf, -1e308 * 10 == -inf, 5e-324 / 2 == 0.0)
