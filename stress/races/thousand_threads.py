# Invariant: a thousand threads alive at once each run, see each other's writes after a barrier, and all end.
# Forbidden: a thread that does not start, a lost update, a hang.
import threading
from _stress import scaled

COUNT = scaled(1000, least=100)
everybody = threading.Barrier(COUNT + 1)
leave = threading.Event()
cells = [0] * COUNT
sums = [0] * COUNT
local = threading.local()
lock = threading.Lock()
total = 0


def body(index):
    global total
    local.value = index
    cells[index] = index + 1
    everybody.wait()
    sums[index] = sum(cells)
    with lock:
        total += local.value
    leave.wait()
    assert local.value == index


threads = [threading.Thread(target=body, args=(i,)) for i in range(COUNT)]
for thread in threads:
    thread.start()
everybody.wait()
assert threading.active_count() == COUNT + 1
leave.set()
for thread in threads:
    thread.join()
assert total == COUNT * (COUNT - 1) // 2
assert set(sums) == {COUNT * (COUNT + 1) // 2}
assert threading.active_count() == 1
print(f"thousand_threads.py: {COUNT} threads")
