# random: seeded sequences equal CPython's, for every kind of seed and every distribution; state saved and restored.
import random
from random import Random


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


r = Random(42)
print([r.random() for _ in range(5)])
print([r.randint(1, 6) for _ in range(20)], [r.randrange(10) for _ in range(10)], [r.randrange(5, 50, 5) for _ in range(10)], r.randrange(2 ** 70), r.randint(-(2 ** 64), 2 ** 64), r.randrange(1))
print([r.getrandbits(k) for k in (1, 8, 31, 32, 33, 64, 100, 0)], r.randbytes(8))
print(r.choice("abcdef"), r.choice([1, 2, 3]), r.choice(range(100)), r.choices("abc", k=5), r.choices([1, 2], weights=[1, 10], k=6), r.choices("xyz", cum_weights=[1, 2, 10], k=4), r.sample(range(100), 5), r.sample("abcdef", 3), r.sample([1, 2], counts=[3, 2], k=3), r.sample(range(10 ** 12), 3), r.sample([5], 1), r.sample([], 0))
items = list(range(20))
r.shuffle(items)
print(items)
print([r.uniform(1, 10), r.uniform(5, 1), r.triangular(0, 10, 3), r.gauss(0, 1), r.gauss(5, 2), r.normalvariate(0, 1), r.expovariate(1.5), r.betavariate(2, 3), r.gammavariate(2, 1), r.lognormvariate(0, 1), r.paretovariate(3), r.weibullvariate(1, 2), r.vonmisesvariate(0, 4)])
for seed in (0, 1, -1, 2 ** 32, 2 ** 100, "text", b"bytes", bytearray(b"ba"), 1.5, None.__class__.__name__, True, "", "é🦆"):
    a = Random(seed)
    print(repr(seed), a.random(), a.randint(0, 1000), a.getrandbits(40))
r = Random(7)
state = r.getstate()
first = [r.random() for _ in range(3)] + [r.gauss(0, 1)]
r.setstate(state)
print(first == [r.random() for _ in range(3)] + [r.gauss(0, 1)], len(state), state[0], len(state[1]), state[2])
random.seed(2024)
print(random.random(), random.randint(1, 100), random.choice("xyz"), random.getrandbits(16))
random.seed("again")
one = [random.random() for _ in range(3)]
random.seed("again")
print(one == [random.random() for _ in range(3)], one)
for f in (lambda: r.choice([]), lambda: r.randrange(0), lambda: r.randint(5, 1), lambda: r.randrange(1, 10, 0), lambda: r.sample([1], 2), lambda: r.sample({1, 2}, 1), lambda: r.sample([1], -1), lambda: r.choices([], k=1), lambda: r.choices([1, 2], weights=[1], k=1), lambda: r.choices([1], weights=[0], k=1), lambda: r.getrandbits(-1), lambda: r.shuffle((1, 2)), lambda: r.randrange("a"), lambda: Random([]), lambda: r.setstate(5), lambda: r.sample(5, 1), lambda: r.choices([1, 2], weights=[1, 1], cum_weights=[1, 2])):
    show(f)
r = Random(99)
counts = [0] * 10
for _ in range(20000):
    counts[r.randrange(10)] += 1
print(counts, sum(r.random() for _ in range(10000)))
r = Random(5)
deck = [s + v for s in "CDHS" for v in "23456789TJQKA"]
r.shuffle(deck)
print(deck[:5], r.sample(deck, 4))


class Fixed(Random):
    def random(self):
        return 0.25


f = Fixed()
print(f.random(), f.uniform(0, 8), f.choice("abcd"), f.randrange(8), f.shuffle(x := [1, 2, 3]), x)
walk, r = 0, Random(123)
trail = []
for _ in range(1000):
    walk += r.choice((-1, 1))
    trail.append(walk)
print(walk, max(trail), min(trail), trail[::100])
big = Random(1)
for _ in range(5000):
    big.random()
print(big.random(), big.getrandbits(1000) % 10 ** 9)
