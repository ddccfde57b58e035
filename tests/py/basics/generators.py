# yield, generator expressions, next, send, yield from.
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


print(list(count(4)), sum(count(100)))
g = count(2)
print(next(g), next(g), next(g, "end"))


def both():
    yield from count(2)
    got = yield "send me something"
    yield ("got", got)


b = both()
print(next(b), next(b), next(b), b.send("bread"))
print(sum(x * x for x in range(10)), [x for x in count(3)], max(x % 7 for x in range(20)))
total = 0
for x in count(1000):
    total += x
print(total)
