# << >> & | ^ ~ with negative and big numbers, against identities and by value.
numbers = [0, 1, -1, 2, -2, 5, -5, 255, -256]
for k in (30, 31, 32, 53, 61, 62, 63, 64, 65, 100):
    numbers += [2 ** k, 2 ** k - 1, 2 ** k + 1, -(2 ** k), -(2 ** k) - 1, -(2 ** k) + 1]
count = fold = 0
for a in numbers:
    assert ~a == -a - 1 and ~~a == a
    for s in (0, 1, 2, 29, 30, 31, 32, 33, 60, 61, 62, 63, 64, 65, 127, 300):
        assert a << s == a * 2 ** s
        assert a >> s == a // 2 ** s
        assert (a << s) >> s == a
    for b in numbers:
        assert (a & b) + (a | b) == a + b
        assert a ^ b == (a | b) - (a & b)
        assert ~(a & b) == ~a | ~b
        assert (a ^ b) ^ b == a
        fold = (fold * 1000003 + (a & b) * 3 + (a | b) * 5 + (a ^ b)) % (2 ** 127 - 1)
        count += 1
print(count, fold)

print(1 << 29, 1 << 30, 1 << 31, 1 << 61, 1 << 62, 1 << 63, 1 << 64, -1 << 61, -1 << 62, -1 << 63, -1 << 64)
print(-1 >> 1, -1 >> 1000, -2 >> 1, -3 >> 1, -(2 ** 64) >> 63, -(2 ** 64) >> 65, -(2 ** 64) - 1 >> 64, 7 >> 10 ** 10, -7 >> 10 ** 10, 0 << 10 ** 10)
print(0xF0F0 & 0xFF00, 0xF0F0 | 0x0F0F, 0xFFFF ^ 0x0F0F, -1 & 0xFFFFFFFF, -1 & 0xFFFFFFFFFFFFFFFF, -1 | 5, -1 ^ 5, -6 & 3, -6 | 3, -6 ^ 3)
print((2 ** 64 - 1) & -(2 ** 64), (2 ** 64 - 1) | -(2 ** 64), (2 ** 100) ^ (2 ** 100), -(2 ** 100) & (2 ** 100 - 1), ~(2 ** 64), ~-(2 ** 64))
print(True & 1, True | False, type(True & True).__name__, type(True & 1).__name__, True ^ True, ~True, True << 3, 5 & True)

for value in (0, 1, -1, 2, 3, 255, 256, -255, -256, 2 ** 30 - 1, 2 ** 30, 2 ** 62, 2 ** 63 - 1, 2 ** 63, -(2 ** 63), 2 ** 64 - 1, 2 ** 64, 10 ** 30, True):
    print(value, value.bit_length(), value.bit_count())

# 32 and 64 bit arithmetic by masking, as hash functions do it
h = 0xCBF29CE484222325
for byte in b"many ducks on the pond":
    h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
print(hex(h))
state = 1
for _ in range(20):
    state ^= state << 13 & 0xFFFFFFFF
    state ^= state >> 17
    state ^= state << 5 & 0xFFFFFFFF
print(state)


def signed(value, bits):
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


print([signed(v, 32) for v in (2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 31) - 1)], signed(2 ** 63, 64), signed(-(2 ** 63) - 1, 64))

def show(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ":", error)


show(lambda: 1 << -1)
show(lambda: 1 >> -1)
show(lambda: (2 ** 100) >> -1)
show(lambda: 1 << 1.0)
show(lambda: 1.0 << 1)
show(lambda: 1 & 1.0)
show(lambda: "a" | 1)
show(lambda: ~1.5)
show(lambda: 1 ^ None)
x = 5
x <<= 70
x >>= 68
x |= 1
x &= 0x15
x ^= 0xFF
print(x)
