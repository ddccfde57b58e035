"""One list of objects over which all threads iterate, calling a method of each."""
KIND = "read-shared"
SIZE, QUICK = 3000000, 1000


class Item:
    def __init__(self, price, count):
        self.price = price
        self.count = count

    def value(self):
        return self.price * self.count


class Rare(Item):
    def value(self):
        return self.price * self.count + 1


def setup(threads):
    return [(Rare if i % 10 == 0 else Item)(i, i % 5) for i in range(1000)]


def work(items, i, n):
    total = 0
    for _ in range(n // 1000):
        for item in items:
            total += item.value()
    return total


def check(shared, results, n):
    assert all(result == results[0] for result in results)
    return results[0]
