# Where the system gives no thread for marking, the collector marks alone: a large heap is collected all the same.
# Not under sanitizers: it limits the address space, of which they take more than there is.
import resource
import subprocess
import sys

SOURCE = """
kept = []
try:
    while True:
        kept.append([len(kept)] * 1000)
except MemoryError:
    enough = len(kept) > 100
    kept = None
print(enough)
"""
for megabytes in range(660, 780, 20):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    ran = subprocess.run([sys.executable, "-c", SOURCE], stdout=subprocess.PIPE, preexec_fn=limit)
    print(ran.returncode, ran.stdout.decode())
