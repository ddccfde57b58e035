# What containers ask of their keys, closures over variables bound later, methods of ints, deques and the like: in hot loops, and after
# classes have changed under them.
from array import array
from collections import deque
import enum
import re
import struct


class Plain:
    pass


class Mine(dict):
    pass


def by_object(n):
    keys = [Plain() for _ in range(7)]
    table, seen, rows = {}, set(), []
    for i in range(n):
        k = keys[i % 7]
        table[k] = table.get(k, 0) + i
        seen.add((k, i % 3))
        if (k, 1) in seen and k in keys and k not in (1, 2, None):
            rows.append(table[k])
        if i % 5 == 0:
            del table[k]
    return len(seen), len(table), sum(rows), {Plain: 1}.get(Plain), {type(k) for k in keys} == {Plain}


def by_class(n):
    kinds = {int: "i", str: "s", float: "f", Plain: "p", tuple: "t"}
    out = []
    for i in range(n):
        v = (i, "a", 1.5, Plain(), (), None)[i % 6]
        out.append(kinds.get(type(v), "?"))
    return "".join(out[:12]), len(out)


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


def by_member(n):
    count = {Colour.RED: 0, Colour.BLUE: 0}
    for i in range(n):
        count[Colour.RED if i % 3 else Colour.BLUE] += 1
    return count[Colour.RED], count[Colour.BLUE]


def changes(n):
    """A class whose instances are keys gets its own way of being equal in the midst."""
    class Late:
        def __init__(self, v):
            self.v = v

    out = []
    items = [Late(i % 3) for i in range(6)]
    for i in range(n):
        if i == n // 2:
            Late.__eq__ = lambda a, b: isinstance(b, Late) and a.v == b.v
            Late.__hash__ = lambda a: hash(a.v)
        d = {}
        for x in items:
            d[x] = d.get(x, 0) + 1
        out.append((len(d), len(set(items)), Late(1) in items, Late(2) in (items[2], items[5])))
    return sorted(set(out)), out[0], out[-1]


def contained(n):
    hits = 0
    words = ["a", "b", "c"]
    env = Mine(x=1, y=2)
    queue = deque([1, 2, 3])
    view = env.keys()
    for i in range(n):
        hits += i in [1, 5, 9] or i in (i, n) or "abc"[i % 3] in words
        hits += ("x" in env) + ("z" in env) + (i % 4 in queue) + ("y" in view) + (3 in range(i % 5)) + (97 in b"abc")
        hits += 1.0 in (1, 2) and None in [0, None] and (1, "a") in [(1, "a")]
        hits += env["x"] + queue[i % 3]
    return hits


def stores(n):
    tape, numbers, queue = bytearray(8), array("l", range(8)), deque(range(8))
    pack = struct.Struct("<hh")
    total = 0
    for i in range(n):
        p = i % 8
        tape[p] = (tape[p] + i) & 255
        numbers[p] = numbers[p] + i
        queue[p] = i
        queue.append(queue.popleft())
        total += pack.unpack(pack.pack(p, -p))[1]
    try:
        for i in range(n):
            tape[i % 8] = i
    except ValueError as e:
        total = (total, str(e))
    return bytes(tape), numbers.tolist(), list(queue), total


def wrong(n):
    seen = []
    for i in range(n):
        for f in (lambda: {}[[]], lambda: [] in {}, lambda: bytearray(2)[5], lambda: {[]: 1}, lambda: deque()[0], lambda: array("b")["x"]):
            try:
                f()
            except (TypeError, IndexError) as e:
                seen.append(str(e))
    return sorted(set(seen))


def methods(n):
    total = 0
    pattern = re.compile("(a+)(b*)")
    for i in range(n):
        total += i.bit_length() + (i + 0.5).is_integer() + int.from_bytes(i.to_bytes(4, "big"), "little") % 7
        found = pattern.match("a" * (i % 3) + "b")
        total += len(found.group(1)) if found else 100
    return total, (2.5).as_integer_ratio()


def late(n):
    total = 0
    limit = n // 2

    def add(k):
        nonlocal total
        total += k if k < limit else 1

    for i in range(n):
        add(i)
    return total


def generated(items):
    scale = len(items)
    return sum(x * scale for x in items), [x for x in items if x != scale], sorted(items, key=lambda x: -x * scale)


def unbound(flag):
    def inner():
        return later

    if flag:
        later = 5
    return inner()


def closures(n):
    out, failed = 0, 0
    for i in range(n):
        out += late(12) + generated([3, 1, i])[0]
        try:
            out += unbound(i % 7)
        except NameError as e:
            failed += 1
            text = str(e)
    return out, failed, text


class Parser:
    """expr, term and factor call one another."""

    def __init__(self, text):
        self.tokens, self.at = list(text) + [""], 0

    def peek(self):
        return self.tokens[self.at]

    def next(self):
        token = self.tokens[self.at]
        self.at += 1
        return token

    def expr(self):
        v = self.term()
        while self.peek() in ("+", "-") and self.peek():
            v = v + self.term() if self.next() == "+" else v - self.term()
        return v

    def term(self):
        v = self.factor()
        while self.peek() == "*":
            self.next()
            v *= self.factor()
        return v

    def factor(self):
        token = self.next()
        if token == "-":
            return -self.factor()
        if token == "(":
            v = self.expr()
            self.next()
            return v
        return int(token)


def parsed(n):
    return sum(Parser(f"(1+{i % 9})*2-(4-{i % 5})*-(7-2*(3+{i % 4}))+1").expr() for i in range(n))


for f, n in (by_object, 400), (by_class, 300), (by_member, 300), (changes, 120), (contained, 300), (stores, 400), (wrong, 40), (methods, 200), (closures, 150), (parsed, 200):
    print(f.__name__, f(n))
