"""A class attribute and a method change now and then while all threads call."""
KIND = "shared-write"
SIZE, QUICK = 2000000, 1000


class Price:
    factor = 2

    def of(self, k):
        return k * self.factor


plain = Price.of


def other(self, k):
    return k * self.factor + 0


def setup(threads):
    Price.factor = 2
    Price.of = plain
    return Price()


def work(price, i, n):
    total = 0
    for k in range(n):
        total += price.of(k & 15)
        if i == 0 and k % 20000 == 0:
            Price.factor = 2 + (k // 20000) % 2
            if k % 40000 == 0:
                Price.of = other if k % 80000 == 0 else plain
    return total


def check(price, results, n):
    low = sum(k & 15 for k in range(n)) * 2
    assert all(low <= result <= low * 3 // 2 for result in results), (low, results)
    return n
