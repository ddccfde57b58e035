# Every operator on ints around the sizes where their representation changes: 2**62, 2**64, 2**127, 2**128.
import operator


class MyInt(int):
    pass


def edges():
    found = {0, 1, 2, 3, 5, 10, 63, 64, 127, 1000000007}
    for bits in (31, 32, 61, 62, 63, 64, 65, 126, 127, 128, 129):
        for near in (-2, -1, 0, 1, 2):
            found.add((1 << bits) + near)
    found.add(0x9E3779B97F4A7C15)
    found.add(0xDEADBEEFCAFEBABE1234567890ABCDEF)
    return sorted(found | {-n for n in found})


EDGES = edges()
BINARY = [operator.add, operator.sub, operator.mul, operator.and_, operator.or_, operator.xor, operator.floordiv, operator.mod]


def digest(state, n):
    return (state * 1000003 ^ n ^ (n >> 64) ^ (n >> 128) ^ len(hex(n))) % ((1 << 89) - 1)


def binary(operation):
    state, errors = 1, 0
    for a in EDGES:
        for b in EDGES:
            try:
                state = digest(state, operation(a, b))
            except ZeroDivisionError as e:
                errors += 1
                state = digest(state, len(str(e)))
    return state, errors


def shifts(operation):
    state, errors = 1, 0
    for a in EDGES:
        for count in (0, 1, 2, 31, 61, 62, 63, 64, 65, 126, 127, 128, 200, -1):
            try:
                state = digest(state, operation(a, count))
            except ValueError as e:
                errors += 1
                assert str(e) == "negative shift count"
    return state, errors


for operation in BINARY:
    print(operation.__name__, *binary(operation))
for operation in (operator.lshift, operator.rshift):
    print(operation.__name__, *shifts(operation))

# What is small again is the same object kind as before: equal, hashed and printed alike.
for n in (1 << 62, 1 << 64, 1 << 126):
    back = (n + 5) - n
    print(back, back == 5, hash(back) == hash(5), {5: "five"}[back], type(back).__name__)
    print(n - 1, -n, -n - 1, n ^ -1, n & -n, n | -1)

big, mine = 1 << 63, MyInt(1 << 63)
for operation in BINARY + [operator.rshift]:
    other = MyInt(3)
    print(operation.__name__, operation(mine, 3), operation(big, other), type(operation(mine, other)).__name__)
print(big & True, big | True, big ^ False, True + big, big >> True, big << True, big % True)
try:
    print(1 << (1 << 70))
except OverflowError as e:
    print(e)
print(0 << (1 << 70), (1 << 100) >> (1 << 70), (-1 << 100) >> (1 << 70))
