"""Nothing shared but the code: integers and floats in locals."""
KIND = "independent"
SIZE, QUICK = 3000000, 1000


def setup(threads):
    return None


def work(shared, i, n):
    total, x = i, 0.5
    for k in range(n):
        total = (total * 31 + k) % 1000003
        x = x * 0.999 + 0.001 * k
    return total, x


def check(shared, results, n):
    assert results[0] == work(None, 0, n)
    return results[0]
