# Characters compared, looked for, made of numbers and taken from the end: one byte wide, wider, equal, empty and longer.
def ordered(text):
    counts = [0] * 6
    for a in text:
        for b in text:
            counts[0] += a < b
            counts[1] += a <= b
            counts[2] += a > b
            counts[3] += a >= b
            counts[4] += "b" <= a <= "y"
            if a < b or a >= b:
                counts[5] += 1
    return counts


words = ["", "a", "b", "ab", "abc", "abd", "b" * 40, "b" * 39 + "c", "\xe9", "\u20ac", "\u20acx", "\U0001f600", "a\u20ac", "z"]
for chosen in ("abcxyz", ["a", "b", "z"], words, ["\xe9", "\u20ac", "a"], ["ab", "abc", "ab"]):
    print(ordered(list(chosen) * 8))


def found(items, text):
    inside = outside = 0
    for c in items:
        if c in text:
            inside += 1
        if c not in text:
            outside += 1
        if text in c:
            inside += 1000
    return inside, outside


for text in ("", "aeiou", "b" * 40, "x" * 200 + "q", "\u20acuro", "abc", "bc"):
    print(found(words * 20, text))


class Sly(str):
    def __contains__(self, item):
        return True

    def __lt__(self, other):
        return "always"


print(found(words * 20, Sly("q")))
print(found([Sly("a")] * 300, "abc"), found([Sly("zz"), "a"] * 200, "abc"))
for bad in (5, None, b"a"):
    try:
        found(["a"] * 300 + [bad], "abc")
    except TypeError as e:
        print(e)
    try:
        ordered(["a"] * 30 + [bad])
    except TypeError as e:
        print(e)
print((lambda items: [a < b for a in items for b in items])([Sly("a"), "b"] * 12)[-4:])


def made(numbers):
    out = []
    for n in numbers:
        try:
            out.append(chr(n))
        except (ValueError, TypeError, OverflowError) as e:
            out.append(f"{type(e).__name__}: {e}")
    return out


print(len("".join(made(range(256))).encode()), made(list(range(60, 120)) * 5)[-5:])
print(made([65] * 300 + [255, 256, 0x20ac, 0x10ffff, 0x110000, -1, 2**70, "a", 1.5, True]))


def last(texts, back):
    out = []
    for text in texts:
        try:
            out.append(text[-1] + text[back])
        except IndexError as e:
            out.append(str(e))
    return out


print(last(["abc"] * 300 + ["", "a", "\u20acx", "ab"], -2)[-5:])
print(last(["abc"] * 300 + ["", "a", "\u20acx", "ab"], 0)[-5:], last(["abc", "x"] * 200, -1)[-2:])


def parts(n, by):
    total = 0
    for i in range(n):
        q, r = divmod(i, by)
        total += q * 3 + r
    return total


for by in (7, -7, 1, 2**61):
    print(parts(2000, by))
for by in (0, 2.5, 2**64):
    try:
        print(parts(300, by))
    except ZeroDivisionError as e:
        print(e)
