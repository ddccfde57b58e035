# Loops that hardly ever have a round, in functions that are hot: traces go through them. Then they get many rounds after all.
class Filter:
    def __init__(self, factor):
        self.factor = factor

    def apply(self, value):
        return value * self.factor + 1


def filtered(value, filters):
    for f in filters:
        value = f.apply(value)
    return value


def nested(rows, log):
    total = 0
    for row in rows:
        for item in row:
            for part in item:
                total += part
                if part == 77:
                    log.append(total)
                    break
            else:
                total += 1
    return total


def looked_up(chains, key):
    out = []
    for chain in chains:
        for names in chain:
            if key in names:
                out.append(names[key])
                break
        else:
            out.append(None)
    return out


one, two = [Filter(3)], [Filter(2), Filter(5)]
print(sum(filtered(i, one if i % 5 == 0 else ()) for i in range(9000)))
print(filtered(1, two * 9), filtered(2, []), sum(filtered(i, two) for i in range(500)))
log = []
rows = [[()] * (i % 3 == 0) + [(i,)] * (i % 7 == 0) for i in range(9000)]
print(nested(rows, log), log[:3])
print(nested([[(1, 2, 77, 4)] * 3, [range(100)], [], [(), (5,)]] * 40, log), log[-3:])
chains = [[{"a": i}] if i % 4 == 0 else [] for i in range(6000)] + [[{}, {}, {}, {"a": 9}]] * 50
found = looked_up(chains, "a")
print(len(found), found[:6], found[-1], sum(x for x in found if x is not None))


def fails(value, items):
    try:
        for item in items:
            value = value // item
    except ZeroDivisionError as error:
        return str(error)
    return value


print({fails(i, (2,) if i % 9 == 0 else ()) for i in range(9000)} == {i // 2 if i % 9 == 0 else i for i in range(9000)})
print(fails(100, (1, 2, 5, 0, 3)), fails(7, iter([])), fails(640, {2: 1, 4: 2}))


def produced(n):
    for i in range(n):
        for extra in ([i] if i % 6 == 0 else []):
            yield extra
        for digit in str(i)[5:]:
            yield digit


print(sum(produced(9000)), list(produced(100003))[-3:])
