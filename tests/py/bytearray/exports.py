# A bytearray (or BytesIO) that a memoryview looks at does not change its size, as long as running code has the view in hand.
import io


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


def changes(b):
    yield "append", lambda: b.append(1)
    yield "extend", lambda: b.extend(b"xy")
    yield "pop", lambda: b.pop()
    yield "insert", lambda: b.insert(0, 1)
    yield "clear", lambda: b.clear()
    yield "del", lambda: b.__delitem__(slice(0, 2))
    yield "grow slice", lambda: b.__setitem__(slice(0, 1), b"longer")
    yield "same size", lambda: b.__setitem__(slice(0, 2), b"zz")
    yield "item", lambda: b.__setitem__(0, 65)
    yield "+=", lambda: b.__iadd__(b"more")
    yield "*=", lambda: b.__imul__(2)
    yield "remove", lambda: b.remove(98)
    yield "reverse", lambda: b.reverse()


def with_local():
    b = bytearray(b"abcdef")
    view = memoryview(b)
    for name, change in changes(b):
        print(name, end=" ")
        show(change)
    view.release()
    b.append(33)
    print(b, len(b))


def with_slice():
    b = bytearray(b"abcdef")
    part = memoryview(b)[2:4]
    show(lambda: b.append(1))
    print(bytes(part))
    del part
    b.append(33)
    print(b)


def with_closure():
    b = bytearray(b"abcdef")
    view = memoryview(b)

    def resize():
        b.append(view[0])

    show(resize)
    view.release()
    show(lambda: b.append(1))


def with_file():
    f = io.BytesIO(b"content")
    with f.getbuffer() as view:
        show(lambda: f.truncate(2))
        show(lambda: f.close())
        view[0] = 67
    f.truncate(3)
    print(f.getvalue())


def temporary():
    # views that are dropped at once forbid nothing
    b = bytearray(b"0123456789")
    for i in range(20):
        bytes(memoryview(b)[2:5])
        b += b"x"
        del b[:1]
    print(b)


for f in (with_local, with_slice, with_closure, with_file, temporary):
    print(f.__name__)
    f()
b = bytearray(b"module")
view = memoryview(b)
show(lambda: b.append(1))
del view
b.append(33)
print(b)
