# Invariant: a critical section holds one thread; a condition's predicate is true when wait_for returns; nobody sleeps for ever.
# Forbidden: two inside, a lost wake-up (the race would hang), a count that is off.
import threading
from _stress import race, THREADS

lock, rlock = threading.Lock(), threading.RLock()
inside = {"lock": 0, "rlock": 0}
counts = {"lock": 0, "rlock": 0, "semaphore": 0}
done = {"lock": [0] * THREADS, "rlock": [0] * THREADS}
semaphore, within, most = threading.Semaphore(2), [0], [0]
guard = threading.Lock()
condition, tokens = threading.Condition(), [3]


def worker(rng, index):
    action = rng.below(5)
    if action == 0:
        with lock:
            inside["lock"] += 1
            assert inside["lock"] == 1
            counts["lock"] += 1
            inside["lock"] -= 1
        done["lock"][index] += 1
    elif action == 1:
        with rlock:
            with rlock:
                inside["rlock"] += 1
                assert inside["rlock"] == 1
                counts["rlock"] += 1
                inside["rlock"] -= 1
        done["rlock"][index] += 1
    elif action == 2:
        with semaphore:
            with guard:
                within[0] += 1
                most[0] = max(most[0], within[0])
                assert within[0] <= 2
            with guard:
                within[0] -= 1
    elif action == 3:
        with condition:
            assert condition.wait_for(lambda: tokens[0] > 0, timeout=30), "a lost wake-up"
            tokens[0] -= 1
        with condition:
            tokens[0] += 1
            condition.notify()
    elif lock.acquire(timeout=0.001):
        counts["lock"] += 1
        done["lock"][index] += 1
        lock.release()


race(worker)
assert counts["lock"] == sum(done["lock"]) and counts["rlock"] == sum(done["rlock"])
assert tokens == [3] and within == [0] and not lock.locked()
