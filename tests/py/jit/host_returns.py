# Functions that C++ calls - keys, comparisons, hashes, callbacks - and Python calls as well: what compiled code returns to whom.
import functools
import sys


class Card:
    def __init__(self, suit, rank):
        self.suit = suit
        self.rank = rank

    def __lt__(self, other):
        if self.suit != other.suit:
            return self.suit < other.suit
        if self.rank == other.rank == 13:
            raise ValueError("two of them")
        return self.rank < other.rank

    def __eq__(self, other):
        return self.suit == other.suit and self.rank == other.rank

    def __hash__(self):
        h = 7
        for part in (self.suit, self.rank):
            h = (h * 31 + part) & 0xFFFFFF
        return h


cards = [Card(i * 7919 % 11, i * 31 % 13) for i in range(900)]
cards.sort()
print([(card.suit, card.rank) for card in cards[::150]], len(set(cards)), max(cards).rank)
try:
    cards.extend([Card(3, 13), Card(3, 13)])
    cards.sort()
except ValueError as error:
    print(error, len(cards))


def key(pair):
    x, y = pair
    r = x * x + y
    if r > 1000:
        r = r // 3
    return r * 0.5 if r % 2 else -r


def tiny(n):  # a float without a word of its own: returning it allocates
    x = 0.0
    for _ in range(4):
        x = x + 1e-300
    return x if n % 3 else -0.0


pairs = [(i * 37 % 101, i) for i in range(500)]
print(sorted(pairs, key=key)[::100], [key(pair) for pair in pairs[:5]], sum(map(key, pairs)))
print(sorted(set(map(repr, map(tiny, range(400))))), tiny(1), repr(tiny(0)))
print(functools.reduce(lambda a, b: (a * 31 + b) % 1009 if a > b else a + b * 2 - 1, range(2000)))


def depth(n):
    return 0 if n == 0 else 1 + max(map(depth, (n - 1,)))


print([depth(n % 7) for n in range(60)][-8:])


def caller(n):
    frame = sys._getframe(1) if n % 50 == 0 else None
    total = 0
    for i in range(3):
        total += i * n
    return frame.f_code.co_name if frame is not None else total


def asks():
    return list(map(caller, range(200)))


print(asks()[::50], caller(0), asks()[199])


class Odd:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        n = self.n
        while n > 10:
            n -= 7
        return n - 5 if n < 9 else n

    def __bool__(self):
        n = self.n
        while n > 10:
            n -= 7
        return n if n == 7 else n > 5


def truths(things):
    out = []
    for thing in things:
        try:
            out.append(bool(thing))
        except TypeError as error:
            out.append(str(error))
        try:
            out.append(len(thing))
        except ValueError as error:
            out.append(str(error))
    return out


out = truths([Odd(n) for n in range(5, 300)])
print(out[:20], out[-20:])
