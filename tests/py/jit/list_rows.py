# Items of one list read and written again and again in a round: through its block, while it grows, shrinks and is replaced in between.
import threading


def swaps(items, n):
    for i in range(n):
        a = i % (len(items) - 2)
        items[a], items[a + 1] = items[a + 1], items[a]
        items[0] += 1
        items[a] -= 1
        if i % 50 == 49:
            items.append(i)
    return items


def floats(rows, n):
    for i in range(n):
        a, b = rows[i % 3], rows[(i + 1) % 3]
        dx = a[0] - b[0]
        dy = a[1] - b[1]
        a[2] += dx * 0.5
        b[2] -= dx * 0.5
        a[3] = dy
        if i == n - 40:
            a[1] = 7  # an int where a float was
        if i == n - 20:
            b[0] = -0.0
    return rows


def same_list(a, b, n):
    seen = []
    for i in range(n):
        a[0] = i
        b[0] += 1  # they may be the same
        seen.append(a[0])
        a[i & 1] = b[1]
    return seen[-3:], a, b


def shorter(lists, n):
    total = 0
    for i in range(n):
        x = lists[i % 7 == 6]
        try:
            total += x[0]
            if len(x) > 2:
                total += x[2] - x[1]
            else:
                total += x[1]
        except IndexError as error:
            total += len(str(error))
    return total


def errors(items, n):
    caught = []
    for i in range(n):
        try:
            items[0] = items[1] + items[2]
            items[i % 5] = items[i % 4]
        except (IndexError, TypeError) as error:
            caught.append(f"{i} {error}")
            items[:] = [1, 2, 3, 4]
        if i == n - 9:
            items[2] = "text"
    return caught[:2], caught[-3:], items


def replaced(n):
    items = [1, 2, 3]
    total = 0
    for i in range(n):
        items[0] += 1
        total += items[0] + items[1]
        if i % 10 == 0:
            items[:] = [i, i + 1, i + 2]
        elif i % 10 == 5:
            items.insert(0, i)
            items.pop()
        total += items[0] + items[2]
        items[1] = items[0]
    return total, items


def shared(items, rounds):
    for i in range(rounds):
        items[0] = items[1]
        items[1] = items[2]
        items[2] = items[0]


print(swaps(list(range(10)), 300))
print(floats([[1.5, 2.5, 0.0, 1.0], [0.25, -3.0, 1.0, 2.0], [4.0, 8.0, 2.0, 3.0]], 300))
x = [5, 6]
print(same_list(x, [7, 8], 200), same_list(x, x, 200))
print(shorter(([1, 5, 9], [2, 3]), 300), shorter(([1, 5, 9], [2]), 300), shorter(([], [1.5, 2.5]), 200))
print(errors([1, 2, 3, 4], 200))
print(replaced(300))
items = [1, 2, 3]
threads = [threading.Thread(target=shared, args=(items, 3000)) for _ in range(3)]
for thread in threads:
    thread.start()
for i in range(500):
    items.append(i)
    if i % 3 == 0:
        del items[3:]
for thread in threads:
    thread.join()
print(set(items[:3]) <= {1, 2, 3}, len(items))
print(swaps(list(range(6)), 120)[:6])
