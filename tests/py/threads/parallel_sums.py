# Invariant: work split over threads gives the same result as done by one.  Forbidden: any difference.
from _scale import THREADS, run

N = 20000


def part(index):
    total, words, primes = 0, {}, []
    for i in range(index, N, THREADS):
        total += i * i % 7
        word = "w%d" % (i % 50)
        words[word] = words.get(word, 0) + 1
        if i < 2000 and i > 1 and all(i % d for d in range(2, int(i ** 0.5) + 1)):
            primes.append(i)
    return total, words, primes


def combine(parts):
    total, words, primes = 0, {}, []
    for t, w, p in parts:
        total += t
        for word, count in w.items():
            words[word] = words.get(word, 0) + count
        primes += p
    return total, words, sorted(primes)


total, words, primes = combine(run(THREADS, part))
print(total, total == sum(i * i % 7 for i in range(N)), sorted(words.items())[:3], len(primes), primes[-3:])


def matrix(index):
    size = 24
    a = [[(i * j + index) % 10 for j in range(size)] for i in range(size)]
    b = [[i ^ j for j in range(size)] for i in range(size)]
    return sum(map(sum, [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]))


print(run(THREADS, matrix), [matrix(index) for index in range(THREADS)] == run(THREADS, matrix))


def merge_sort(values, depth=0):
    if len(values) < 2:
        return values
    middle = len(values) // 2
    if depth < 3:
        left, right = run(2, lambda half: merge_sort(values[:middle] if half == 0 else values[middle:], depth + 1))
    else:
        left, right = merge_sort(values[:middle], depth + 1), merge_sort(values[middle:], depth + 1)
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result + left[i:] + right[j:]


values = [i * 7919 % 10007 for i in range(3000)]
print(merge_sort(values) == sorted(values))
