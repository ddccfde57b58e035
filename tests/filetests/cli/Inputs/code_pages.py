# Threads compile, invalidate, free and run code while this one reads which pages may be written and which executed. Prints where
# compiled code stands.
import os
import sys
import threading

SOURCE = """
def work(n):
    total = 0
    for i in range(n):
        total += i * scale
    return total
"""


def mappings():
    with open("/proc/self/maps") as file:
        return [line.split(maxsplit=5) for line in file.read().splitlines()]


def check():
    both = [row for row in mappings() if "w" in row[1] and "x" in row[1]]
    assert not both, both


def compile_and_run(number):
    for turn in range(15):
        space = {"scale": number}
        exec(SOURCE, space)
        for scale in (number, turn):
            space["scale"] = scale  # invalidates what was compiled for the other
            assert space["work"](300) == 44850 * scale


assert sys._jit.is_enabled()
threads = [threading.Thread(target=compile_and_run, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
while any(thread.is_alive() for thread in threads):
    check()
for thread in threads:
    thread.join()
kept = {"scale": 2}
exec(SOURCE, kept)
assert kept["work"](300) == 89700
check()
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    assert kept["work"](300) == 89700
    kept["scale"] = 3
    assert kept["work"](300) == 134550
    check()
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
executable = [row for row in mappings() if "x" in row[1]]
print("in a file of its own" if any("eider-code" in row[-1] for row in executable) else "in private pages" if any(len(row) == 5 for row in executable) else "nowhere")
