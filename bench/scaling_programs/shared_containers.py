"""A dict, a list, a tuple and a set that all threads read."""
KIND = "read-shared"
SIZE, QUICK = 1500000, 500


def setup(threads):
    table = {i: i * 3 for i in range(1000)}
    names = {f"name{i}": i for i in range(100)}
    return table, names, list(range(1000)), tuple(f"name{i}" for i in range(100)), set(range(0, 1000, 3))


def work(shared, i, n):
    table, names, numbers, keys, members = shared
    total = 0
    for k in range(n):
        slot = k % 1000
        total += table[slot] + numbers[-slot] + names[keys[k % 100]]
        if slot in members:
            total -= 1
    return total


def check(shared, results, n):
    assert all(result == results[0] for result in results)
    return results[0]
