# Texts of many parts in hot loops: f-strings, sums, str() of numbers; intermediate texts that exits, variables and other threads of
# control see; parts that change their kind; texts that grow.


def formatted(n):
    total, last = 0, ""
    for i in range(n):
        last = f"{i}:{total} {-i} x{last[:3]}{i * 0.5}"
        total += len(last)
    return total, last


def summed(a, b, n):
    out = []
    for i in range(n):
        s = a + ", " + b + "!" + str(i) + "\n"
        if i % 100 == 0:
            out.append(s)
    return out


def intermediate(n):
    """The partial texts are variables, and one is used twice."""
    seen = []
    for i in range(n):
        head = "<" + str(i)
        body = head + ">" + head
        whole = body + "</" + str(i) + ">"
        if i % 150 == 0:
            seen.append((head, body, whole))
    return seen, head, body, whole


def kinds(values):
    out = []
    for v in values:
        out.append("[" + str(v) + f"|{v}|{v!s}|{v!r}" + "]")
    return out[-6:], sum(map(len, out))


def grows(n):
    s = ""
    for i in range(n):
        s += "ab" + str(i) + ";"
    t = "start"
    for i in range(n):
        t = t + "-" + str(i) + "+"
    return len(s), s[-20:], len(t), t[-20:], hash(s) == hash(s[:50] + s[50:])


def raises(values):
    """The sum raises in the middle of the text."""
    made, done = "", 0
    try:
        for v in values:
            made = "a" + str(done) + v + "b" + str(done)
            done += 1
    except TypeError as e:
        return made, done, str(e)
    return made, done


def empty(n):
    parts = ["", "x", "", "yz"]
    found = set()
    for i in range(n):
        a, b, c = parts[i % 4], parts[i // 4 % 4], parts[i // 16 % 4]
        found.add(a + b + c + "" + a)
        found.add(f"{a}{b}{c}")
    return sorted(found)


def wide(n):
    letters = ["a", "\xe9", "\u20ac", "\U0001f986"]
    out = set()
    for i in range(n):
        out.add(letters[i % 4] + str(i % 8) + letters[i // 4 % 4] + "." + letters[i // 16 % 4] + f"{i % 3}{letters[i % 2]}")
    return sorted(out)[::7], len(out)


def many(n):
    s = "q"
    for i in range(n):
        r = s + "1" + s + "2" + s + "3" + s + "4" + s + "5" + s + "6" + s + "7" + s + "8" + s + "9" + s + str(i) + s + "end"
    return r


def branches(n):
    out = 0
    for i in range(n):
        key = "k" + str(i) + "/"
        if i % 3 == 0:
            key = key + "fizz" + str(i)
        if i % 5 == 0:
            key += "buzz"
        out += len(key)
    return out, key


class Sub(str):
    def __add__(self, other):
        return "sub"


class Number(int):
    def __str__(self):
        return "number"

    __repr__ = __str__


for repeat in range(2):
    print(formatted(1500))
    print(summed("hello", "w\u00f6rld", 500))
    print(intermediate(700))
    print(kinds([1, 2, 3] * 200))
    print(kinds([1] * 400 + [1.5, True, None, 1 << 80, Number(5), "text", -0.0, float("nan")] * 40))
    print(grows(3000))
    print(raises(["x"] * 600 + [5]), raises(["x", "y"] * 300))
    print(raises([Sub("s")] * 500 + ["t"]))
    print(empty(800))
    print(wide(1200))
    print(many(400))
    print(branches(1001))
