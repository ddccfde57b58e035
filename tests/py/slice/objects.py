# slice objects: attributes, indices, comparison, use by classes, by del and assignment, with odd bounds; Ellipsis and tuples as keys.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print(slice(5), slice(1, 5), slice(1, 5, 2), slice(None), slice("a", [1], {}), slice(1, 2) == slice(1, 2), slice(1, 2) == slice(1, 2, 1), slice(1) < slice(2), slice(1, 2, 3).start, slice(5).start, slice(5).stop, slice(5).step)
for f in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: hash(slice(1)), lambda: {slice(1): 1}, lambda: setattr(slice(1), "start", 5), lambda: slice(1) < 5, lambda: slice(0, 1, 0).indices(5), lambda: slice(1).indices("a"), lambda: slice(1).indices(-1), lambda: slice(1.5).indices(3), lambda: slice(stop=5), lambda: type("X", (slice,), {})):
    show(f)
fold = 0
for length in (0, 1, 2, 5):
    for start in (None, -7, -2, -1, 0, 1, 4, 9):
        for stop in (None, -7, -2, -1, 0, 1, 4, 9):
            for step in (None, 1, 2, 7, -1, -2, -7):
                s = slice(start, stop, step)
                indices = s.indices(length)
                assert [*range(*indices)] == list(range(length))[s] == [i for i in range(length)][start:stop:step]
                fold = (fold * 31 + sum(indices) + 50) % 1000003
print(fold, slice(None).indices(2 ** 70), slice(None, None, -1).indices(2 ** 70), slice(2 ** 80).indices(5), slice(-(2 ** 80), None, 2 ** 80).indices(7))


class Recorder:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        self.last = "set", key, value

    def __delitem__(self, key):
        self.last = "del", key


r = Recorder()
print(r[1], r[1:2], r[:], r[::], r[::-1], r[1:2, 3], r[..., 1:, None], r[()], r[(1, 2)], r[1:2:3, ::4], r["a":"b"], r[1.5:2j], r[[1]:{}], r[slice(1, 2)], r[1,], r[*[1, 2]], r[*"ab", 3], r[x := 5], r[-1:-2])
r[1:2] = "v"
print(r.last)
r[..., 5] = r[:3] = 7
print(r.last)
del r[1:]
print(r.last)
del r[1, 2], r["k"]
print(r.last)


class Text:
    """A sequence that gives itself for slices."""

    def __init__(self, text):
        self.text = text

    def __len__(self):
        return len(self.text)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return Text("".join(self.text[i] for i in range(*key.indices(len(self)))))
        if isinstance(key, tuple):
            return [self[k] for k in key]
        return self.text[key]

    def __repr__(self):
        return f"Text({self.text!r})"


t = Text("quacking")
print(t[1:4], t[::-1], t[-3:], t[0, -1], t[1:3, ::2], t[:100], list(t), "k" in t, t[2:5][1:])
middle, every_other = slice(1, -1), slice(None, None, 2)
print("abcdef"[middle], [1, 2, 3, 4][every_other], (1, 2, 3)[middle], b"abcd"[every_other], range(10)[middle], [*range(10)][every_other][middle])
a = list(range(6))
a[middle] = "xy"
del a[every_other]
print(a)
a[slice(0, 0)] = [9]
a[slice(-1, None)] = ()
print(a, a.__getitem__(slice(0, 1)), a.__setitem__(slice(0, 1), [7, 7]), a.__delitem__(slice(1, 2)), a)
