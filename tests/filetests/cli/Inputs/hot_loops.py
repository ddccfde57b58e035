import threading

step = 2


def count(n):
    total = 0
    i = 0
    while i < n:
        total += i * 2
        i += 1
    return total


def steps(n):
    total = 0
    for i in range(n):
        total += step
    return total


def work(out):
    out.append(count(3000))


first = count(3000)
before = steps(2000)
step = 3
after = steps(2000)
out = []
threads = [threading.Thread(target=work, args=(out,)) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(first, sum(range(300)), before == 4000 and after == 6000 and out == [first] * 3)
