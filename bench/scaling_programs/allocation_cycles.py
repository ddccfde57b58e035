"""Short-lived lists, tuples, dicts and rings of objects that point at each other."""
KIND = "allocation"
SIZE, QUICK = 400000, 200


class Link:
    def __init__(self):
        self.next = self


def setup(threads):
    return None


def work(shared, i, n):
    total = 0
    for k in range(n):
        first = Link()
        second = Link()
        first.next, second.next = second, first
        pair = [first, (k, k + 1), {"k": k}]
        total += pair[1][1] - pair[2]["k"] + len([k, k, k])
    return total


def check(shared, results, n):
    assert results == [n * 4] * len(results)
    return results[0]
