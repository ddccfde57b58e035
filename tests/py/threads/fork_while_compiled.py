# A child of a fork goes on with compiled code, and compiles anew, while the parent's other threads were running theirs.
import os
import threading

SOURCE = """
def work(n):
    total = 0
    for i in range(n):
        total += i * scale
    return total
"""
space = {"scale": 3}
exec(SOURCE, space)
work = space["work"]
work(3000)
stop = False
counts = [0, 0, 0]


def spin(index):
    while not stop:
        assert work(2000) == 5997000
        counts[index] += 1


def in_child():
    # What was compiled runs on; it can be invalidated though those who ran it are gone; new code is compiled.
    ok = work(2000) == 5997000
    space["scale"] = 5
    ok = ok and work(2000) == 9995000
    for number in range(30):
        fresh = {"scale": number}
        exec(SOURCE, fresh)
        ok = ok and fresh["work"](2000) == 1999000 * number
    box = []
    thread = threading.Thread(target=lambda: box.append(work(2000)))
    thread.start()
    thread.join()
    return ok and box == [9995000]


threads = [threading.Thread(target=spin, args=(i,)) for i in range(3)]
for thread in threads:
    thread.start()
for _ in range(6):
    while min(counts) < 3:
        pass
    pid = os.fork()
    if pid == 0:
        os._exit(0 if in_child() else 1)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    for number in range(5):                      # the parent's memory is its own as well
        fresh = {"scale": number}
        exec(SOURCE, fresh)
        assert fresh["work"](2000) == 1999000 * number
stop = True
for thread in threads:
    thread.join()
print("done")
