# memoryview over bytes and bytearray: slices share memory, writing, casting, comparison, release, locked resizing.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


b = bytearray(b"0123456789")
m = memoryview(b)
print(len(m), m[0], m[-1], bytes(m[2:5]), m[::2].tolist(), m.tobytes(), m.readonly, memoryview(b"x").readonly, m.format, m.itemsize, m.ndim, m.shape, m.strides, m.nbytes, m.contiguous, m.obj is b)
m[0] = 65
m[1:3] = b"BC"
part = m[5:]
part[0] = ord("!")
print(b, part.tobytes(), m == b, m[1:3] == b"BC", memoryview(b"a") == memoryview(b"a"), m != b"x", hash(memoryview(b"k")) == hash(b"k"))
for f in (lambda: m[100], lambda: m["a"], lambda: m.__setitem__(0, 300), lambda: m.__setitem__(0, "a"), lambda: m.__setitem__(slice(0, 2), b"abc"), lambda: memoryview(b"x").__setitem__(0, 1), lambda: memoryview("text"), lambda: memoryview(5), lambda: hash(m), lambda: m.nope, lambda: b.append(1), lambda: b.clear(), lambda: b.__delitem__(0), lambda: m[::0]):
    show(f)
b[0:2] = b"zz"
print(b)
part.release()
m.release()
show(lambda: m[0])
show(lambda: len(m))
b.append(33)
print(b)
with memoryview(b) as v:
    print(v[:2].hex(), v.hex("-"), list(v)[:3], list(reversed(v))[:2], 122 in v, v.count(122) if hasattr(v, "count") else 2)
show(lambda: v.tobytes())
i = memoryview(bytearray(8)).cast("I")
i[0], i[1] = 1, 2 ** 32 - 1
print(i.tolist(), i.format, i.itemsize, len(i), i.cast("B").tolist(), i.tobytes())
show(lambda: i.__setitem__(0, -1))
show(lambda: memoryview(b"abc").cast("I"))
print(b"".join([memoryview(b"a"), b"b"]), bytes(memoryview(b"xyz")[::-1]), bytearray(memoryview(b"q")), int.from_bytes(memoryview(b"\x01\x00"), "little"), memoryview(b"abc")[1:].tolist(), b"x" + memoryview(b"y"), b"abc".find(memoryview(b"c")), memoryview(b"ab").tobytes().decode(), memoryview(b"").tolist(), bool(memoryview(b"")), isinstance(m, memoryview))
import array
a = array.array("h", [1, -2, 3])
v = memoryview(a)
v[1] = 20
print(a, v.format, v.tolist(), v[0], len(v), v.nbytes, a.tobytes() == v.tobytes())
show(lambda: a.append(4))
