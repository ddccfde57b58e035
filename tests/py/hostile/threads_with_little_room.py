# Where address space is rationed a thread that is started runs, or start() raises RuntimeError: nothing ends the process.
# Not under sanitizers: it limits the address space, of which they take more than there is.
import resource
import subprocess
import sys

SOURCE = """
import threading
def count(n, total=0):
    for i in range(n):
        total += len(str(i))
    done.append(total)
done = []
try:
    threads = []
    for i in range(3):
        threads.append(threading.Thread(target=count, args=(1000,)))
        threads[-1].start()
except RuntimeError as e:
    threads.pop()
for t in threads:
    t.join()
print(done == [2890] * len(threads))
"""
for megabytes in range(740, 1060, 40):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    ran = subprocess.run([sys.executable, "-c", SOURCE], stdout=subprocess.PIPE, preexec_fn=limit)
    print(ran.returncode, ran.stdout.decode())
