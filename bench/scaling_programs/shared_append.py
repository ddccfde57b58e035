"""One list to which all threads append."""
KIND = "coupled"
SIZE, QUICK = 3500000, 1000


def setup(threads):
    return []


def work(items, i, n):
    append = items.append
    for k in range(n):
        append(k)
    return n


def check(items, results, n):
    assert len(items) == sum(results)
    assert sum(items) == len(results) * n * (n - 1) // 2
    return len(items) // len(results)
