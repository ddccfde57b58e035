# marshal: every type there and back, references, versions, what is refused.
import io
import marshal

samples = [None, True, False, ..., StopIteration, 0, 1, -1, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**15, 2**30, 2**62, 2**63, 2**64, -(2**64),
           10**40, -(10**41), 0.0, -0.0, 1.5, 1e300, float("inf"), 2j, 1 - 3.5j, "", "a", "é", "€", "\U0001f600", "\ud800", "x" * 300, b"", b"abc",
           (), (1,), (1, (2, (3,))), tuple(range(300)), [], [1, [2]], {}, {"a": 1, 2: [3]}, set(), {1, 2, 3}, frozenset(), frozenset({"x", 1})]
for version in (0, 1, 2, 3, 4):
    bad = [s for s in samples if marshal.loads(marshal.dumps(s, version)) != s or type(marshal.loads(marshal.dumps(s, version))) is not type(s)]
    print(version, bad)
print(marshal.dumps(None), marshal.dumps(5, 2), marshal.dumps(2**40, 2), marshal.dumps(1.5, 2), marshal.dumps(1.5, 1), marshal.dumps(True), marshal.version)
print(marshal.loads(marshal.dumps(bytearray(b"xy"))), marshal.loads(marshal.dumps(memoryview(b"mv"))))
cycle = []
cycle.append(cycle)
again = marshal.loads(marshal.dumps(cycle))
print(again[0] is again)
shared = ["x"]
pair = marshal.loads(marshal.dumps((shared, shared)))
print(pair[0] is pair[1], pair, marshal.loads(marshal.dumps((shared, shared), 2)))
key = marshal.loads(marshal.dumps({"k": shared, "l": [shared]}))
print(key["k"] is key["l"][0])


def function(a, b=2, *args, c=3, **kw):
    "doc"
    def inner():
        return a, b, args, c, sorted(kw)
    return [inner() for _ in range(2)], {1, 2} == {2, 1}, 1.5, 2j, b"x", ..., None, "é", 10**30


code = marshal.loads(marshal.dumps(function.__code__))
copy = type(function)(code, globals(), "copy", (2,))
copy.__kwdefaults__ = {"c": 3}
print(copy(1, 5, 6, z=7) == function(1, 5, 6, z=7), code.co_name, code.co_varnames == function.__code__.co_varnames, code.co_firstlineno)
exec(marshal.loads(marshal.dumps(compile("class C:\n  def m(self): return __class__.__name__\nprint(C().m())", "f", "exec"))))
out = io.BytesIO()
for value in (1, "two", [3]):
    marshal.dump(value, out)
out.seek(0)
print(marshal.load(out), marshal.load(out), marshal.load(out))


def error(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


print(error(marshal.load, out))
for data in (b"", b"i", b"i\0\0\0", b"?", b"0", b"[\x01\0\0\0" + b"0", b"(\x01\0\0\0" + b"0", b"<\x01\0\0\0" + b"0", b"r\0\0\0\0", b"l\1\0\0\0\0\0",
             b"l\1\0\0\0\xff\xff", b"s\xff\xff\xff\xff", b"z\5ab", b"(\xff\xff\xff\xff", b"[\xff\xff\xff\xff", b"u\1\0\0\0\xff", b"g\0"):
    print(data, error(marshal.loads, data))
for value in (object(), int, [1, object()], lambda: 1, range(3), 1 and type, {"a": iter([])}):
    print(error(marshal.dumps, value))
class Sub(int):
    pass
print(error(marshal.dumps, Sub(3)), error(marshal.loads, "text"), error(marshal.dump, 1, 2)[0], error(marshal.load, io.StringIO("x")))
deep = []
for _ in range(3000):
    deep = [deep]
print(error(marshal.dumps, deep))
print(error(marshal.loads, b"[\1\0\0\0" * 3000 + b"N"))
print(marshal.dumps({3, 1, 2}) == marshal.dumps({2, 3, 1}), marshal.loads(marshal.dumps({"a": {"b": ()}})))
