# Iterators of str, bytes and bytearray: what they say of themselves while they go, at their end, and what sets them back.
for make in (str, lambda s: s.encode(), lambda s: bytearray(s.encode())):
    for text in '', 'a', 'abc':
        it = iter(make(text))
        print(it.__reduce__(), it.__length_hint__())
        for x in range(len(text)):
            next(it)
            print(it.__reduce__(), it.__length_hint__())
        it2 = iter(make(text))
        it2.__setstate__(100)
        print(it2.__reduce__(), next(it2, 'end'), it2.__reduce__())
        if text:
            it.__setstate__(0)
            print(next(it, 'end'))
            list(it)
        print(next(it, 'end'), it.__reduce__(), it.__length_hint__())
        it.__setstate__(0)
        print(next(it, 'end'), it.__reduce__())
b = bytearray(b'ab'); it = iter(b); list(it); b += b'cd'; print(list(it))
b = bytearray(b'ab'); it = iter(b); next(it); next(it); b += b'cd'; print(list(it))
b = bytearray(b'ab'); it = iter(b); next(it); next(it); b.clear(); print(it.__reduce__()); b += b'xyz'; print(list(it))
