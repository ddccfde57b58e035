# Invariant: ten thousand threads that have come and gone, each with locals, exceptions, deep calls and garbage, leave no memory behind.
# Forbidden: a resident set that grows with the number of threads.
import gc
import threading
from _stress import SCALE, scaled

local = threading.local()


def deep(n):
    return n if n == 0 else deep(n - 1)


def body(index):
    local.values = [index] * 100
    deep(index % 300)
    {i: str(i) for i in range(50)}
    try:
        raise ValueError(index)
    except ValueError:
        pass


def resident():
    """KiB."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4


def churn(count):
    for index in range(0, count, 4):
        threads = [threading.Thread(target=body, args=(index + i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if index % 400 == 0:
            gc.collect()  # so that what is measured is not how full the heap happens to be
    return resident()


COUNT = scaled(10000, least=400)
before = churn(COUNT)
after = churn(COUNT)
assert threading.active_count() == 1
print(f"threads_leave_nothing.py: {before} KiB resident after {COUNT} threads, {after} after {COUNT} more")
if SCALE == 1:  # a sanitizer keeps memory of its own for each thread
    assert after - before < COUNT, "a thread that ended keeps more than 1 KiB"
