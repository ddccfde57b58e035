# Where no more threads can be had, start() raises RuntimeError, and those that run can end.
# Not under sanitizers: it limits the address space, of which they take more than there is.
import resource
import subprocess
import sys

SOURCE = """
import threading
gate = threading.Event()
started = []
try:
    while True:
        t = threading.Thread(target=gate.wait)
        t.start()
        started.append(t)
except RuntimeError as e:
    print(e)
gate.set()
for t in started:
    t.join()
print(len(started) > 3, threading.active_count())
t = threading.Thread(target=print, args=("one more",))
t.start()
t.join()
"""


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (1600 << 20, 1600 << 20))


r = subprocess.run([sys.executable, "-c", SOURCE], stdout=subprocess.PIPE, preexec_fn=limit)
print(r.returncode, r.stdout.decode())
