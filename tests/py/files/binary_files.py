# open in binary mode, BytesIO and StringIO: reading, writing, seeking, readinto, peek, raw files.
import io
import os
import tempfile

folder = tempfile.mkdtemp()
name = os.path.join(folder, "b.bin")


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", str(error).replace(folder, "FOLDER"))


with open(name, "wb") as f:
    print(f.write(b"\x00\x01\xff"), f.write(bytearray(b"abc")), f.write(memoryview(b"xyz")[1:]), f.tell(), type(f).__name__)
    show(lambda: f.write("text"))
    show(lambda: f.read())
with open(name, "rb") as f:
    print(f.read(2), f.read(), f.read(), f.seek(-2, 2), f.read(), f.seek(1), f.seek(2, 1), f.tell(), f.read(1), f.peek()[:2], type(f).__name__, f.seek(100), f.read())
    buffer = bytearray(4)
    f.seek(0)
    print(f.readinto(buffer), buffer, f.readinto(buffer), buffer, f.readinto(buffer))
    show(lambda: f.seek(-5))
    show(lambda: f.write(b"x"))
with open(name, "wb") as f:
    f.write(b"one\ntwo\r\nthree")
with open(name, "rb") as f:
    print(f.readline(), f.readline(2), f.readlines(), list(f))
print(list(open(name, "rb")), open(name, "rb").read().splitlines())
with open(name, "r+b") as f:
    f.seek(4)
    f.write(b"TWO")
    f.seek(0)
    print(f.read())
    f.truncate(5)
    f.seek(0)
    print(f.read())
with open(name, "ab+") as f:
    f.write(b"!!")
    f.seek(0)
    print(f.read(), f.tell())
with open(name, "rb", buffering=0) as f:
    print(type(f).__name__, f.read(3), f.readall(), f.read(), f.seekable(), f.closefd, f.mode)
b = io.BytesIO(b"initial")
print(b.read(3), b.tell(), b.getvalue(), b.seek(0), b.write(b"INI"), b.getvalue(), b.seek(0, 2), b.write(b"more"), b.getvalue(), b.truncate(4), b.getvalue(), b.readable(), b.seek(0), b.readline(), b.closed)
b = io.BytesIO()
b.seek(3)
b.write(b"x")
print(b.getvalue(), b.getbuffer()[3], len(b.getbuffer()))
b = io.BytesIO(b"l1\nl2\n\nl4")
print(list(b), b.seek(0), b.readlines(4), b.read1(2), b.readinto(bytearray(3)))
s = io.StringIO("first\nsecond\r\nthird")
print(s.readline(), s.read(3), s.tell(), s.readlines(), s.getvalue(), s.seek(0), s.write("FIRST"), s.getvalue(), s.seek(0, 2), s.write("\nend"), list(io.StringIO("a\nb\rc", newline=None)), io.StringIO("a\r\nb", newline="").readlines(), s.truncate(3), s.getvalue())
s = io.StringIO()
print("printed", 5, file=s)
s.writelines(["a", "b"])
print(repr(s.getvalue()), s.closed, s.close(), s.closed)
show(lambda: s.write("x"))
show(lambda: io.StringIO(b"x"))
show(lambda: io.BytesIO("x"))
show(lambda: io.StringIO().write(b"x"))
show(lambda: io.BytesIO().write("x"))
show(lambda: io.BytesIO(b"abc").seek(-1))
show(lambda: io.StringIO("abc").seek(1, 1))
show(lambda: open(name, "wb", newline="\n"))
w = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\r\n", write_through=True)
w.write("é\nx")
print(w.buffer.getvalue(), w.encoding, w.errors, w.line_buffering)
r = io.TextIOWrapper(io.BytesIO("zeile\nübung".encode()), encoding="utf-8")
print(r.readline(), r.read(1), r.readline())
data = bytes(range(256)) * 300
with open(name, "wb") as f:
    for i in range(0, len(data), 1000):
        f.write(data[i:i + 1000])
with open(name, "rb") as f:
    assert f.read() == data
    f.seek(1234)
    print(f.read(3) == data[1234:1237], f.tell(), sum(len(chunk) for chunk in iter(lambda: f.read(4096), b"")))
print(isinstance(open(name, "rb"), io.BufferedReader), isinstance(open(name), io.TextIOWrapper), isinstance(open(name, "rb"), io.IOBase), io.DEFAULT_BUFFER_SIZE, io.SEEK_SET, io.SEEK_END, io.open is open)


class Upper(io.TextIOBase):
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text.upper())
        return len(text)


u = Upper()
print("to upper", file=u)
print(u.parts, u.readable(), u.closed)
with u:
    pass
print(u.closed)
os.remove(name)
os.rmdir(folder)
