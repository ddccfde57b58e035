# Two threads, a lock, join.
import threading

lock = threading.Lock()
total = 0
results = {}


def work(name, n):
    global total
    mine = 0
    for i in range(n):
        mine += i
        if i % 100 == 0:
            with lock:
                total += 1
    results[name] = mine


threads = [threading.Thread(target=work, args=(name, 1000 * (i + 1))) for i, name in enumerate("abc")]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total, sorted(results.items()))
