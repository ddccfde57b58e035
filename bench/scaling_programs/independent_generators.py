"""Generators, comprehensions and strings in each thread."""
KIND = "independent"
SIZE, QUICK = 3000000, 300


def odd(values):
    for value in values:
        if value & 1:
            yield value


def setup(threads):
    return None


def work(shared, i, n):
    total = sum(value * 2 for value in odd(range(n)))
    words = [str(value) for value in odd(range(n // 4))]
    text = ",".join(words)
    return total, len(text), len({len(word) for word in words})


def check(shared, results, n):
    assert all(result == results[0] for result in results)
    return results[0]
