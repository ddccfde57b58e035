# stderr: an exception that ends a thread is printed, and the other threads go on
import threading


def worker(n):
    helper(n)
    print("worker", n, "finished")


def helper(n):
    if n == 1:
        raise ValueError(f"worker {n} failed")


for n in range(3):
    t = threading.Thread(target=worker, args=(n,), name=f"worker-{n}")
    t.start()
    t.join()
print("main goes on")
