# Several threads fork at once while all of them run compiled code and make more; children fork again; others are made by subprocess.
import os
import subprocess
import threading

SOURCE = """
def work(n):
    total = 0
    for i in range(n):
        total += i * scale
    return total
"""
shared = {"scale": 3}
exec(SOURCE, shared)
problems = []


def fresh(number):
    space = {"scale": number}
    exec(SOURCE, space)
    return space["work"](400) == 79800 * number


def in_child(scale, depth):
    ok = shared["work"](2000) == 1999000 * scale and all(fresh(n) for n in range(5))
    shared["scale"] = scale + 1   # what was compiled is invalidated, though those who ran it are gone
    ok = ok and shared["work"](2000) == 1999000 * (scale + 1)
    if depth == 0:
        return ok
    pid = os.fork()
    if pid == 0:
        os._exit(0 if in_child(scale + 1, depth - 1) else 1)
    return ok and os.waitpid(pid, 0)[1] == 0


def run(index):
    for round in range(4):
        ok = shared["work"](2000) == 5997000 and fresh(index * 10 + round)
        if index == 2:
            ok = ok and subprocess.run(["/bin/echo", "x"], capture_output=True).stdout == b"x\n"
            ok = ok and subprocess.run(["/bin/echo", "y"], capture_output=True, preexec_fn=lambda: fresh(7)).stdout == b"y\n"
        else:
            pid = os.fork()
            if pid == 0:
                os._exit(0 if in_child(3, 1) else 1)
            ok = ok and os.waitpid(pid, 0)[1] == 0
        if not ok:
            problems.append((index, round))


threads = [threading.Thread(target=run, args=(i,)) for i in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(problems)
