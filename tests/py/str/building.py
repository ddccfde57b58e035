# Strings grown in loops, big joins, repeated replaces, a rope of slices, string keys: contents stay right at every size.
text = ""
for i in range(3000):
    text += chr(97 + i % 26)
print(len(text), text[:30], text[-5:], text.count("abc"))
grown = ""
for i in range(300):
    grown = grown + "x" if i % 3 else "y" + grown
print(grown.count("y"), grown.rindex("y"), len(grown))
mixed = ""
for code in (65, 0xe9, 0x20ac, 0x1f986, 66):
    mixed += chr(code)
    mixed += mixed[:1]
print(ascii(mixed), len(mixed))
kept = []
s = "start"
for i in range(5):
    kept.append(s)
    s += str(i)
print(kept, s)  # earlier values do not change when a string is extended
a = b = "same"
a += "!"
print(a, b)
parts = [str(i) for i in range(2000)]
joined = ",".join(parts)
assert joined.split(",") == parts
print(len(joined), sum(map(ord, joined)), joined[1000:1020])
pieces = [joined[i:i + 7] for i in range(0, len(joined), 7)]
assert "".join(pieces) == joined
assert "".join(reversed([p[::-1] for p in pieces])) == joined[::-1]
print(len(set(pieces)), max(pieces), min(pieces))
words = {}
for i in range(1000):
    key = "key" + str(i % 100)
    words[key] = words.get(key, "") + str(i % 10)
print(len(words), words["key0"], words["key99"], sorted(words)[:3])
class Label:
    prefix = "label"

    def __init__(self, n):
        self.n = n

    def text(self):
        result = self.prefix
        result += ":"
        result += str(self.n)
        return result


print([Label(i).text() for i in range(3)], getattr(Label(5), "te" + "xt")(), ("x" * 50 + "y").rstrip("y").count("x"))
names = ["n%d" % i for i in range(20)]
for name in names:
    setattr(Label, name, name.upper())
print(getattr(Label, "n" + str(7)), Label.n13, hasattr(Label, "n20"), {getattr(Label, n) for n in names} == {n.upper() for n in names})
big = "ab" * 100000
print(len(big), big.count("ba"), big.find("bb"), len(big.replace("a", "")), len(big.upper().lower()), big[99999:100003], len((big + "\u20ac").encode()), hash(big) == hash("ab" * 100000), big == "ab" * 99999 + "ab")
matrix = [["." for _ in range(8)] for _ in range(4)]
for i in range(4):
    matrix[i][i * 2] = "#"
print("\n".join("".join(row) for row in matrix))
def caesar(text, shift):
    return "".join(chr((ord(c) - 97 + shift) % 26 + 97) if c.islower() else c for c in text)


secret = caesar("attack at dawn", 3)
print(secret, caesar(secret, -3))
counts = [0] * 26
for c in "the quick brown fox jumps over the lazy dog":
    if c != " ":
        counts[ord(c) - ord("a")] += 1
print(counts, "".join(sorted(set("mississippi"))))
