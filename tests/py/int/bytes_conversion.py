# to_bytes, from_bytes, as_integer_ratio, conjugate and the other attributes of integers.
def show(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ":", error)


for value in (0, 1, 127, 128, 255, 256, 65535, 2 ** 31, 2 ** 32 - 1, 2 ** 63, 2 ** 64 - 1):
    length = max(1, (value.bit_length() + 7) // 8)
    big = value.to_bytes(length, "big")
    little = value.to_bytes(length, "little")
    print(value, big, little)
    assert int.from_bytes(big, "big") == value == int.from_bytes(little, "little")
for value in (0, 1, -1, 127, -128, 128, -129, 2 ** 31 - 1, -(2 ** 31), 2 ** 63 - 1, -(2 ** 63), -(2 ** 70)):
    length = (value + (value < 0)).bit_length() // 8 + 1
    data = value.to_bytes(length, "big", signed=True)
    print(value, length, data.hex())
    assert int.from_bytes(data, "big", signed=True) == value
    assert int.from_bytes(value.to_bytes(length + 3, "little", signed=True), "little", signed=True) == value
print((5).to_bytes(), (5).to_bytes(2), (5).to_bytes(length=2, byteorder="little"), (0).to_bytes(0, "big"), (1).to_bytes(20, "big"))
print(int.from_bytes(b"", "big"), int.from_bytes(b"\x01\x02"), int.from_bytes([1, 2, 3], "big"), int.from_bytes(bytearray(b"\xff\xfe"), "little", signed=True))
print(int.from_bytes(b"\xff" * 20, "big"), int.from_bytes(b"\xff" * 20, "big", signed=True), int.from_bytes(b"\x80" + b"\x00" * 9, "big", signed=True))
show(lambda: (256).to_bytes(1, "big"))
show(lambda: (-1).to_bytes(1, "big"))
show(lambda: (128).to_bytes(1, "big", signed=True))
show(lambda: (-129).to_bytes(1, "big", signed=True))
show(lambda: (1).to_bytes(1, "middle"))
show(lambda: (1).to_bytes(-1, "big"))
show(lambda: (1).to_bytes(0, "big"))
show(lambda: int.from_bytes(b"\x00", "other"))
show(lambda: int.from_bytes("abc", "big"))
show(lambda: int.from_bytes([256], "big"))
show(lambda: int.from_bytes(5, "big"))
n = 42
print(n.real, n.imag, n.numerator, n.denominator, n.conjugate(), n.as_integer_ratio(), (-7).as_integer_ratio(), (2 ** 70).numerator)
print(n.__int__(), n.__index__(), n.__float__(), n.__bool__(), (0).__bool__(), n.__abs__(), n.__neg__(), n.__pos__(), n.__invert__(), n.__trunc__(), n.__floor__(), n.__ceil__())
print(round(1234, -2), round(1250, -2), round(1350, -2), round(-1250, -2), round(15, -1), round(25, -1), round(5, -1), round(7, 5), round(2 ** 70, -20), round(5, None), (5).__round__())
print(float(2 ** 53), float(2 ** 53 + 1), float(2 ** 62), float(-(2 ** 80)), complex(5))
show(lambda: float(10 ** 400))
show(lambda: round(5, 1.5))
show(lambda: (5).nope)
show(lambda: setattr(5, "x", 1))
show(lambda: n())
show(lambda: len(5))
show(lambda: n[0])
show(lambda: iter(5))
