# bytearray: everything that changes it in place, slices, deletion, views of it, errors, equality with bytes.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


a = bytearray(b"hello")
print(a, bytearray(), bytearray(3), bytearray([1, 2]), bytearray("é", "utf-8"), repr(a), str(a), len(a), a[0], a[-1], a[1:3], a[::-1], a == b"hello", b"hello" == a, a != bytearray(b"x"), a < b"help", a in [b"hello"])
a[0] = 72
a[-1] = ord("O")
a[1:3] = b"EL"
print(a)
a[5:] = b", world"
a[:0] = [62, 32]
a[2:4] = b""
print(a)
a[::2] = b"-" * len(a[::2])
print(a)
del a[0]
del a[-1]
del a[1:3]
del a[::2]
print(a, len(a))
a.append(33)
a.extend(b"abc")
a.extend([100, 101])
a.extend(range(102, 105))
a.insert(0, 65)
a.insert(-1, 90)
a.insert(100, 89)
print(a, a.pop(), a.pop(0), a.pop(-2), a)
a.remove(97)
a.reverse()
print(a)
b = a.copy()
a += b"xyz"
a *= 2
print(a, b, a.count(b"x"), a.find(b"yz"), a is b)
a.clear()
print(a, not a, bytearray(b"x") * 3, bytearray(b"x") + b"y", b"y" + bytearray(b"x"), type(b"y" + bytearray(b"x")).__name__, type(bytearray(b"y") + b"x").__name__)
a = bytearray(b"abc")


def assign(index, value):
    a[index] = value


def delete(index):
    del a[index]


for f in (lambda: assign(3, 1), lambda: assign(0, 256), lambda: assign(0, -1), lambda: assign(0, "a"), lambda: assign(0, b"a"), lambda: assign("x", 1), lambda: assign(slice(0, 1), "x"), lambda: assign(slice(0, 1), 5), lambda: assign(slice(None, None, 2), b"x"),
          lambda: assign(slice(0, 1), [300]), lambda: delete(5), lambda: delete("a"), lambda: a.append(256), lambda: a.append("a"), lambda: a.append(b"a"), lambda: a.extend("abc"), lambda: a.extend(5), lambda: a.extend([256]), lambda: a.insert(0, -1), lambda: a.remove(1),
          lambda: a.remove(300), lambda: bytearray().pop(), lambda: a.pop(5), lambda: hash(a), lambda: {a: 1}, lambda: bytearray("x"), lambda: bytearray(-1), lambda: bytearray([999]), lambda: a + "x", lambda: a + 1, lambda: a.join(["x"]), lambda: a["0"], lambda: a[9]):
    show(f)
print(a)
for name, args in (("upper", ()), ("title", ()), ("split", ()), ("split", (b"b",)), ("replace", (b"b", b"--")), ("strip", (b"a",)), ("center", (7, b"*")), ("partition", (b"b",)), ("startswith", (b"ab",)), ("hex", ()), ("decode", ()), ("zfill", (5,)), ("rjust", (5,)), ("splitlines", ()), ("translate", (None, b"b")), ("removeprefix", (b"a",)), ("isalpha", ()), ("join", ([b"x", b"y"],)), ("rpartition", (b"z",)), ("swapcase", ())):
    print(name, getattr(a, name)(*args))
print(type(a.upper()).__name__, a.upper() is a, bytearray.fromhex("41 42"), a.__alloc__() >= len(a), bytearray(b"%d-%s") % (5, b"x"), sorted(bytearray(b"cab")), [*bytearray(b"ab")], 97 in a, b"bc" in a, bytes(a), list(reversed(a)))
a = bytearray(range(10))
a[2:8:2] = b"\xff\xff\xff"
a[8:2] = b"!!"
print(a, a[-3:], a[5:2])
a[:] = a[::-1]
print(a)
a[3:3] = a
print(len(a))
a.extend(a)
print(len(a), sum(a))
a = bytearray()
for i in range(5000):
    a.append(i & 255)
    if i % 3 == 0:
        del a[:1]
print(len(a), sum(a), a[:5], a[-5:])
sieve = bytearray([1]) * 1000
sieve[0:2] = b"\0\0"
for i in range(2, 32):
    if sieve[i]:
        sieve[i * i::i] = bytes(len(sieve[i * i::i]))
print(sum(sieve), [i for i in range(50) if sieve[i]])


class Sub(bytearray):
    pass


s = Sub(b"abc")
s.note = 1
s += b"d"
print(s, type(s).__name__, type(s + b"").__name__, s.note, s == b"abcd", isinstance(s, bytearray))
it = iter(s)
s.extend(b"ef")
print(list(it), bytearray(b"x").__iadd__(b"y"), bytearray(b"ab").__imul__(2))
