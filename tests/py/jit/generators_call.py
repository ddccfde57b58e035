# Generators that call functions with loops, and functions that call themselves, between their yields: compiled code goes from the
# generator's frame into theirs, and comes back into it when they return.
import sys


def count_down(n):
    total = 0
    while n > 0:
        total += n
        n -= 1
    return total


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


class Scanner:
    def __init__(self, text):
        self.text, self.at = text, 0

    def peek(self, ahead=0):
        at = self.at + ahead
        return self.text[at] if at < len(self.text) else ""

    def word(self):
        start = self.at
        while self.peek().isalpha():
            self.at += 1
        return self.text[start:self.at]

    def number(self):
        value = 0
        while (c := self.peek()).isdigit():
            value = value * 10 + int(c)
            self.at += 1
        return value

    def skip(self):
        while self.peek() == " ":
            self.at += 1

    def __iter__(self):
        while True:
            self.skip()
            c = self.peek()
            if c == "":
                return
            if c.isalpha():
                yield "w" + self.word()
            elif c.isdigit():
                yield self.number() * 2 + 1
            else:
                self.at += 1
                yield c + self.peek()


print(list(Scanner("ab 12 + c9 -7 " * 3)))
print(sum(len(str(token)) for token in Scanner("abc 12 + (c9 - 700) " * 400)))


def sums(n):
    for i in range(n):
        got = yield count_down(i % 7) + 10 * count_down(i % 3)
        if got is not None:
            yield "got", got, fib(got)


def by_send(n):
    g = sums(n)
    out = []
    for i in range(n):
        v = next(g)
        if i % 5 == 0:
            out.append(g.send(i % 9))
        out.append(v)
    return out


print(by_send(40), len(by_send(900)))


def inner(n):
    for i in range(n):
        yield fib(i % 8)


def outer(n):
    total = 0
    for v in inner(n):
        total += v + fib(v % 5)
        yield total, count_down(v % 4)
    yield from (count_down(x % 6) for x in range(n))


for _ in range(3):
    print(len(list(outer(300))), list(outer(300))[-301:-297], list(outer(4)))


# An exception of the callee passes through, or is handled in the generator; the traceback names both.
def fails(n):
    total = 0
    while n > 0:
        total += 12 // (n - 3)
        n -= 1
    return total


def guarded(n):
    for i in range(n):
        try:
            yield fails(i % 5), count_down(i % 2)
        except ZeroDivisionError as e:
            yield "handled", e.__traceback__.tb_next.tb_lineno - e.__traceback__.tb_lineno, sys._getframe().f_code.co_name


for _ in range(3):
    print([v for i, v in enumerate(guarded(800)) if i % 97 == 0])


def unguarded(n):
    for i in range(n):
        yield count_down(i % 4) + fails(2 if i < 500 else 4)


seen = []
try:
    for v in unguarded(1000):
        seen.append(v)
except ZeroDivisionError as e:
    tb, names = e.__traceback__, []
    while tb is not None:
        names.append(tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
    print(len(seen), names)


# Generators within generators, to some depth; each calls functions, and is resumed at another depth than before.
class Node:
    def __init__(self, depth, key):
        self.key = key
        self.kids = [Node(depth - 1, key * 3 + i) for i in range(2)] if depth else []

    def weight(self):
        n = self.key
        while n > 9:
            n //= 10
        return n

    def walk(self, least):
        if self.weight() >= least:
            yield self.key + count_down(self.weight() % 4)
        for kid in self.kids:
            yield from kid.walk(least)

    def walk_by_loop(self, least):
        yield fib(self.weight() % 6)
        for kid in self.kids:
            for key in kid.walk_by_loop(least):
                if key >= least:
                    yield key + count_down(key % 3)


tree = Node(8, 1)
for least in range(6):
    print(sum(tree.walk(least)), sum(tree.walk_by_loop(least)), end=" ")
print()


# What compiled code has called looks at its callers; variables that are unbound stay so.
def callers():
    names, frame = [], sys._getframe(1)
    while frame is not None and len(names) < 3:
        names.append((frame.f_code.co_name, sorted(frame.f_locals)))
        frame = frame.f_back
    return names


def looked_at(n):
    total = 0
    while n > 0:
        n -= 1
        total += n
    return callers() if total == 10 else total


def shown(n):
    for i in range(n):
        if i == n - 1:
            last = i
        yield looked_at(i % 6)


def show(n):
    found = None
    for v in shown(n):
        if type(v) is list:
            found = v
    return found


print(show(700))


# A generator that is closed while it stands behind such a call; and a limit of recursion that falls inside.
def closing(n):
    try:
        for i in range(n):
            yield count_down(i % 5)
    finally:
        seen.append(count_down(3))


del seen[:]
for _ in range(300):
    g = closing(20)
    for v in g:
        if v > 9:
            break
    g.close()
print(len(seen), seen[-1])


def deep(n):
    def level(k):
        yield count_down(k % 3)
        if k:
            yield from level(k - 1)

    return sum(level(n))


def limit():
    try:
        return deep(100000)
    except RecursionError as e:
        return str(e)


for _ in range(3):
    print(deep(50), limit())
