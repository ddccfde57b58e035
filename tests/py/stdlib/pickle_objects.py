# pickle in pure Python, protocols 0 to 5: instances with state of every kind, built-in values, iterators, recursion, buffers.
import io
import pickle

from _samples import Plain, each


def there_and_back(value, protocol):
    file = io.BytesIO()
    pickle._Pickler(file, protocol).dump(value)
    return pickle._loads(file.getvalue())


for protocol in range(6):
    each(f"protocol {protocol}", lambda value: there_and_back(value, protocol))
    a = [1]
    a.append(a)
    p = Plain(a)
    p.me = p
    b = there_and_back([a, p, p], protocol)
    print(b[0][1] is b[0], b[1] is b[2], b[1].x is b[0], b[1].me is b[1])
    print(there_and_back(["x" * 300, b"y" * 300, list(range(2000)), {n: str(n) for n in range(1500)}, set(range(5)), -1, 255, 256, 65535, 65536, -2 ** 31, 2 ** 31, 2 ** 2100, 1e300], protocol)[2][-1])

buffers = []
data = pickle.dumps(bytearray(b"out of band"), 5)
print(pickle.loads(data))


class Persistent(pickle._Pickler):
    def persistent_id(self, value):
        return "the plain one" if isinstance(value, Plain) else None

    def reducer_override(self, value):
        return (str, ("overridden",)) if value is Ellipsis else NotImplemented


class Found(pickle._Unpickler):
    def persistent_load(self, name):
        return f"<{name}>"

    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


file = io.BytesIO()
Persistent(file, 4).dump([Plain(1), ..., 5])
print(Found(io.BytesIO(file.getvalue())).load())
for bad in (b"", b"\x80", b"\x80\x09.", b"nope", b"\x80\x04N", b"(lp0\n", b"cno.such\nname\n.", b"I5\n0."):
    try:
        print(pickle._loads(bad))
    except Exception as error:
        print(type(error).__name__, error)
