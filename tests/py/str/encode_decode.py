# encode and decode: utf-8, utf-16, utf-32, latin-1, ascii, error handlers, invalid sequences, the errors' attributes.
def show(f):
    try:
        print(ascii(f()))
    except Exception as error:
        print(type(error).__name__ + ":", ascii(str(error)))


text = "a\u00e9\u20ac\U0001f986"
for encoding in ("utf-8", "utf8", "UTF-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"):
    data = text.encode(encoding)
    print(encoding, data, data.decode(encoding) == text)
print("abc".encode(), "é".encode("latin-1"), "é".encode("iso-8859-1"), "abc".encode("ascii"), b"\xe9".decode("latin1"), bytes(range(256)).decode("latin-1").encode("latin-1") == bytes(range(256)), "".encode(), b"".decode(), "a".encode(encoding="ascii", errors="strict"))
for handler in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape"):
    show(lambda: text.encode("ascii", handler))
    show(lambda: text.encode("latin-1", handler))
    show(lambda: "x\ud800y\udc80z".encode("utf-8", handler))
show(lambda: "\ud800".encode("utf-8", "surrogatepass"))
show(lambda: b"\xed\xa0\x80".decode("utf-8", "surrogatepass"))
bad = [b"\xff", b"a\x80b", b"\xc3", b"\xc3(", b"\xe2\x82", b"\xe2(\xa1", b"\xe2\x28\xa1", b"\xf0\x9f\xa6", b"\xf0(\x8c\xbc", b"\xc0\x80", b"\xc1\xbf", b"\xe0\x80\x80", b"\xed\xa0\x80", b"\xf0\x80\x80\x80", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80",
       b"ok\xe2\x82\xacok\xe2\x82", b"\xf8\x88\x80\x80\x80", b"\xc3\xa9\xff\xfe", b"\xe2\x82\xe2\x82\xac"]
for data in bad:
    show(lambda: data.decode())
    print(ascii(data.decode("utf-8", "replace")), ascii(data.decode("utf-8", "ignore")), ascii(data.decode("utf-8", "backslashreplace")), ascii(data.decode("utf-8", "surrogateescape")))
    assert data.decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape") == data
show(lambda: b"\x80".decode("ascii"))
show(lambda: b"a\x80".decode("ascii", "replace"))
show(lambda: b"\x00".decode("utf-16-le"))
show(lambda: b"\x00\xd8".decode("utf-16-le"))
show(lambda: b"\x00\xd8a\x00".decode("utf-16-le", "replace"))
show(lambda: b"\x00\x00\x11\x00".decode("utf-32-le"))
show(lambda: b"\xff\xfea\x00".decode("utf-16"))
show(lambda: b"\xfe\xff\x00a".decode("utf-16"))
show(lambda: b"\xef\xbb\xbfa".decode("utf-8"))
show(lambda: b"\xef\xbb\xbfa".decode("utf-8-sig"))
show(lambda: "a".encode("no-such-codec"))
show(lambda: b"a".decode("no-such-codec"))
show(lambda: "é".encode("ascii", "no-such-handler"))
show(lambda: "a".encode("ascii", "no-such-handler"))
show(lambda: "a".encode(5))
show(lambda: b"a".decode("ascii", 5))
show(lambda: "a\0".encode())
try:
    "ab\u20ac\u20acc".encode("ascii")
except UnicodeEncodeError as error:
    print(error.encoding, ascii(error.object), error.start, error.end, error.reason, [ascii(a) for a in error.args], isinstance(error, UnicodeError), isinstance(error, ValueError))
try:
    b"ab\xffc".decode("utf-8")
except UnicodeDecodeError as error:
    print(error.encoding, error.object, error.start, error.end, error.reason, error.args)
error = UnicodeDecodeError("my codec", b"\x01\x02\x03", 1, 3, "because")
print(error, error.start)
error = UnicodeEncodeError("my codec", "xyz", 0, 1, "because")
print(error)
show(lambda: UnicodeEncodeError("a", b"b", 0, 1, "c"))
everything = "".join(chr(code) for code in range(0, 0x110000, 17) if not 0xd800 <= code < 0xe000)
for encoding in ("utf-8", "utf-16", "utf-32"):
    assert everything.encode(encoding).decode(encoding) == everything
print(len(everything), len(everything.encode()), sum(everything.encode()) % 65521)
