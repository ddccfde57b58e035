"""One dict; each thread writes keys of its own."""
KIND = "shared-write"
SIZE, QUICK = 2500000, 1000


def setup(threads):
    return {}


def work(table, i, n):
    base = i * 1000000
    for k in range(n):
        table[base + k % 2000] = k
    return sum(table[base + k] for k in range(min(n, 2000)))


def check(table, results, n):
    assert all(result == results[0] for result in results)
    assert len(table) == len(results) * min(n, 2000)
    return results[0]
