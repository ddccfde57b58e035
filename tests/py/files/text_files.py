# open in text mode: reading and writing in every way, newlines, iteration, seek and tell, with, errors.
import os
import tempfile

folder = tempfile.mkdtemp()
name = os.path.join(folder, "t.txt")


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", str(error).replace(folder, "FOLDER"))


with open(name, "w") as f:
    print(f.write("first line\n"), f.write(""), f.writelines(["second\n", "third\n"]), f.closed, f.mode, f.name == name, f.writable(), f.readable(), f.encoding.lower())
    print("printed", 4, file=f)
print(f.closed)
with open(name) as f:
    print(repr(f.read()), repr(f.read()), f.tell() > 0, f.seek(0), f.read(5), f.readline(), f.readline(3), f.readline(), f.readlines(), f.readline() == "", f.readlines())
with open(name) as f:
    for number, line in enumerate(f, 1):
        print(number, repr(line))
    print(list(f))
print([line.strip() for line in open(name)], open(name).read().split(), sum(1 for _ in open(name)), max(open(name), key=len))
with open(name, "a") as f:
    f.write("appended\n")
with open(name, "r+") as f:
    f.write("FIRST")
    f.seek(0, 2)
    f.write("end")
with open(name) as f:
    text = f.read()
    print(repr(text), len(text))
with open(name, "w+") as f:
    f.write("abc\ndef\n")
    f.seek(0)
    print(f.read(2), f.tell(), f.read(), f.seek(1), f.read(1), f.truncate(2), f.seek(0), f.read())
with open(name, "x" if not os.path.exists(name) else "w") as f:
    pass
show(lambda: open(name, "x"))
for mode in ("", "q", "rw", "r+w", "rr", "b", "+", "rbt", "U"):
    show(lambda: open(name, mode))
show(lambda: open(os.path.join(folder, "none")))
show(lambda: open(folder))
show(lambda: open(os.path.join(folder, "no", "such")))
show(lambda: open(name, encoding="no-such"))
show(lambda: open(name, "rb", encoding="utf-8"))
show(lambda: open(name, newline="x"))
show(lambda: open(5.5))
show(lambda: open(name, errors="nope").read())
show(lambda: open(None))
show(lambda: open("a\0b"))
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(name, "wb") as f:
        f.write(b"a\nb\r\nc\rd")
    with open(name, newline=newline) as f:
        print(repr(newline), f.readlines(), f.newlines)
    with open(name, "w", newline=newline) as f:
        f.write("x\ny\r\nz\r")
    print(open(name, "rb").read())
with open(name, "w", encoding="utf-8") as f:
    f.write("grün € 🦆\nzweite\n")
print(open(name, "rb").read(), open(name, encoding="utf-8").read(), repr(open(name, encoding="latin-1").read()))
show(lambda: open(name, encoding="ascii").read())
print(repr(open(name, encoding="ascii", errors="replace").read()), repr(open(name, encoding="ascii", errors="ignore").read()), ascii(open(name, encoding="ascii", errors="surrogateescape").read()), ascii(open(name, encoding="ascii", errors="backslashreplace").read()))
with open(name, "w", encoding="ascii", errors="xmlcharrefreplace") as f:
    f.write("é€")
print(open(name).read())
show(lambda: open(name, "w", encoding="ascii").write("é"))
with open(name, "w", encoding="utf-16") as f:
    f.write("aé")
print(open(name, "rb").read()[:2] in (b"\xff\xfe", b"\xfe\xff"), open(name, encoding="utf-16").read())
with open(name, "w", encoding="utf-8-sig") as f:
    f.write("bom")
print(open(name, "rb").read(), repr(open(name, encoding="utf-8").read()), open(name, encoding="utf-8-sig").read())
f = open(name, "w")
f.close()
f.close()
for g in (lambda: f.write("x"), lambda: f.read(), lambda: f.tell(), lambda: list(f), lambda: f.__enter__(), lambda: f.flush(), lambda: f.fileno()):
    show(g)
with open(name, "w") as f:
    show(lambda: f.read())
    show(lambda: f.write(b"bytes"))
    show(lambda: f.write(5))
    show(lambda: f.writelines([1]))
    show(lambda: f.seek(-1))
    show(lambda: f.seek(1, 1))
    show(lambda: f.seek(0, 9))
with open(name) as f:
    show(lambda: f.write("x"))
    show(lambda: f.seek(-5, 2))
    show(lambda: f.read("a"))
    show(lambda: f.nope)
try:
    with open(name, "w") as f:
        f.write("kept although an exception followed")
        raise KeyError("inside")
except KeyError:
    print(f.closed, open(name).read())
with open(name, "w") as f:
    for i in range(20000):
        f.write(f"line {i}\n")
with open(name) as f:
    lines = f.readlines()
    print(len(lines), lines[0], lines[-1], f.tell())
    f.seek(0)
    positions = []
    for _ in range(3):
        positions.append(f.tell())
        f.readline()
    f.seek(positions[2])
    print(positions, repr(f.readline()))
    total = 0
    while chunk := f.read(1000):
        total += len(chunk)
    print(total)
with open(name) as f:
    first = next(f)
    show(lambda: f.tell())
    print(first, repr(f.readline()))
    rest = list(f)
    print(len(rest), f.tell())
with open(name, "w", buffering=1) as line_buffered, open(name) as reader:
    line_buffered.write("seen at once\n")
    print(repr(reader.read()))
    line_buffered.write("no newline yet")
    line_buffered.flush()
    print(repr(reader.read()))
show(lambda: open(name, buffering=0))
fd = os.open(name, os.O_RDONLY)
with open(fd) as f:
    print(f.read(4), f.name == fd, f.fileno() == fd)
show(lambda: os.close(fd))
os.remove(name)
os.rmdir(folder)
