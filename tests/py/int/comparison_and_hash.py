# Order and equality between int, bool, float and others; hashes of equal numbers are equal.
edges = [0, 1, -1, 2 ** 30, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 2 ** 53 + 1, 2 ** 61 - 2, 2 ** 61 - 1, 2 ** 61, 2 ** 62, 2 ** 63, 2 ** 64, 10 ** 20, 10 ** 25]
edges += [-e for e in edges]
edges = sorted(set(edges))
print(edges)
for i, a in enumerate(edges):
    for j, b in enumerate(edges):
        assert (a < b) == (i < j) and (a <= b) == (i <= j) and (a > b) == (i > j) and (a >= b) == (i >= j)
        assert (a == b) == (i == j) and (a != b) == (i != j)
print(hash(0), hash(1), hash(-1), hash(-2), hash(2 ** 61 - 2), hash(2 ** 61 - 1), hash(2 ** 61), hash(-(2 ** 61 - 1)), hash(2 ** 62), hash(2 ** 64), hash(10 ** 30), hash(-(10 ** 30)))
print(hash(True) == hash(1), hash(1.0) == hash(1), hash(2.0 ** 70) == hash(2 ** 70), hash(-0.0) == hash(0), hash(5 + 0j) == hash(5))
# exact comparison between int and float
print(2 ** 53 + 1 == float(2 ** 53), 2 ** 53 + 1 > float(2 ** 53), float(2 ** 53) < 2 ** 53 + 1, 2 ** 53 == float(2 ** 53))
print(10 ** 400 > 1e308, 10 ** 400 < float("inf"), -(10 ** 400) > float("-inf"), 10 ** 400 == float("inf"), 1 < float("nan"), 1 == float("nan"), 1 != float("nan"))
print(2 ** 62 == 2.0 ** 62, 2 ** 62 + 1 == 2.0 ** 62, 2 ** 62 - 1 < 2.0 ** 62, 9007199254740993 == 9007199254740992.0, 1 == 1.0, 1 == 1.5, 1 < 1.5, 2 > 1.5)
print(1 == True, 0 == False, True == 1.0, True < 2, True + True, True is True, 1 == "1", 1 == None, 1 != "1", 1 == [1])
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 > 1, 1 == 1 == 1.0, 1 < 2 > 1, not 1 < 2 < 2)
print({1: "a", 1.0: "b", True: "c"}, len({1, 1.0, True, 2}), {2 ** 70: 1}[2.0 ** 70])


def show(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ":", error)


show(lambda: 1 < "1")
show(lambda: 1 >= None)
show(lambda: [] > 1)
show(lambda: 1 < 1j)
show(lambda: 2 ** 70 <= "a")
print(sorted([3, 1.5, True, 2 ** 70, -(2 ** 70), 0, -1.5]), max(1, 1.0, True), min(1.0, 1), max(2 ** 53 + 1, 2.0 ** 53))
print((5).__lt__(6), (5).__eq__("x"), (5).__lt__("x"), (5).__add__("x"), (5).__eq__(5.0))
print(bool(0), bool(-1), bool(2 ** 100), bool(-(2 ** 100)), not 0, not 2 ** 64)
a = 2 ** 100
b = 2 ** 100 + 1 - 1
print(a == b, a is a, hash(a) == hash(b), a in [b], {a} == {b})
