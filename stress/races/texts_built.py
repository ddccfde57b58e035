# Invariant: texts that hot functions put together of shared parts (f-strings, +, str(), join, %) are those of values that were stored, whole;
#   used as keys of a shared dictionary they find their entry.  Forbidden: a text torn or mixed from two values of one part, a crash.
from _stress import race

parts = ["a", "bb", "é", "∑∑", "x" * 40]
numbers = [1, -7, 1 << 40, 1 << 70, 2.5, True]
shared = {"text": "a", "number": 1}
found = {}


class Thing:
    def __init__(self):
        self.name = "a"
        self.size = 1

    def __str__(self):
        return f"<{self.name}|{self.size}>"


thing = Thing()
TEXTS = {str(n): n for n in numbers}


def built(n):
    for i in range(n):
        text, number = shared["text"], shared["number"]
        line = f"{text}:{number}:{i}"
        first, second, third = line.split(":")
        assert first in parts and second in TEXTS and int(third) == i, line
        line = text + "," + str(i) + "," + str(number) + "," + text
        assert line.count(",") == 3 and line.startswith(text + ",") and line.endswith("," + text), line
        key = "k" + str(i & 15)
        found[key] = found.get(key, 0) + 1


def objects(n):
    for i in range(n):
        line = f"{thing}{i:04d}{thing!s:>8}"
        name, size = line[1:line.index(">")].split("|")
        assert name in parts and size in TEXTS, line
        line = "".join([thing.name, "/", str(thing.size)])
        assert line.split("/")[0] in parts and line.split("/")[1] in TEXTS, line
        line = "%s=%r" % (thing.name, thing.size)
        assert line.split("=")[0] in parts and line.split("=")[1] in TEXTS, line


def grown(n, part):
    s = ""
    for i in range(n):
        s += part
        s += "-"
    return s


def changes(rng, index):
    for _ in range(40):
        shared["text"] = thing.name = rng.choice(parts)
        shared["number"] = thing.size = rng.choice(numbers)


def builds(rng, index):
    built(60)
    part = rng.choice(parts)
    assert grown(50, part) == (part + "-") * 50


def describes(rng, index):
    objects(60)


race(builds, describes, changes, builds, describes)
assert all(found["k" + str(i)] > 0 for i in range(16)) and len(found) == 16
