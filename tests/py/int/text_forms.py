# str, repr, hex, oct, bin, format of integers.
values = [0, 1, -1, 9, 10, -10, 255, -255, 1000, 1234567, -1234567, 2 ** 30, 2 ** 31 - 1, -(2 ** 31), 2 ** 32, 2 ** 53, 2 ** 62 - 1, 2 ** 62, -(2 ** 62),
          2 ** 63 - 1, 2 ** 63, -(2 ** 63), 2 ** 64 - 1, 2 ** 64, 10 ** 18, 10 ** 19, 10 ** 20, 10 ** 30 + 7, -(10 ** 40)]
for value in values:
    print(value, repr(value), hex(value), oct(value), bin(value) if abs(value) < 2000 else len(bin(value)))
for spec in ("d", "", "x", "X", "o", "b", "#x", "#X", "#o", "#b", "+d", " d", "-d", "10d", "<10d", ">10d", "^10d", "=10d", "010d", "+010d", "*^11d",
             "*=+11d", ",", ",d", "_", "_d", "_x", "#_x", "#_b", "_b", "_o", "15,", "015,", "+,d", "x>8x", "#010x", "#12b", "e", ".2e", "f", ".0f", ".3f", "g", ".3g", "%",
             ".1%", "n", "E", "G", "F", "010", "<010", "^+7"):
    print(f"{spec:8} {format(0, spec)!r} {format(42, spec)!r} {format(-1234567, spec)!r}")
print(format(2 ** 70, ","), format(2 ** 70, "_x"), format(-(2 ** 70), "#x"), format(2 ** 70, "e"), format(10 ** 25, ".3f"), format(10 ** 25, "40d"))
print(format(65, "c"), format(0x1F986, "c"), format(97, "5c") + "|", format(97, "<5c") + "|", format(97, "^5c") + "|")
print("%d %i %5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o|%s|%r|%c" % (42, -42, 42, 42, -42, 42, 42, 255, 255, 255, 8, 8, 42, 42, 65))
print("%x %o %d" % (2 ** 70, 2 ** 70, 2 ** 70), "%.3d" % 5, "%10.3d|" % -5, "%e" % 12345, "%f" % 3, "%g" % 10 ** 20)
print(hex(True), bin(False), str(True), format(True, "d"), format(True), f"{True:5}", "%d" % True)


def show(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ":", error)


for value, spec in ((1, "s"), (1, "q"), (1, ".3d"), (1, ",x"), (1, ",_"), (1, "+c"), (1, "#c"), (-1, "c"), (0x110000, "c"), (1, ",c"), (1, "5 d"), (1, "z"), (1, "=s"),
                    (1, "dd"), (1, "1.x"), (1, "99999999999999999999d")):
    show(lambda: format(value, spec))
show(lambda: hex(1.0))
show(lambda: bin("1"))
show(lambda: oct(None))
show(lambda: "%d" % "1")
show(lambda: "%x" % 1.5)
show(lambda: "%d" % 1.9)
show(lambda: "%c" % -1)
show(lambda: "%c" % "ab")
show(lambda: "%i" % [])
print(str(-0), repr(0), (5).__repr__(), (5).__str__(), int.__repr__(7), (5).__format__("03d"))
