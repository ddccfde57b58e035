# Delegation without end is a RecursionError under any recursion limit: frames on the heap are counted as well.
import subprocess
import sys

SOURCE = """
import sys
def walk(n):
    yield from walk(n + 1)
async def wait(n):
    await wait(n + 1)
for limit in LIMITS:
    sys.setrecursionlimit(limit)
    for start in (lambda: next(walk(0)), lambda: wait(0).send(None)):
        try:
            start()
        except RecursionError as e:
            print(limit, type(e).__name__)
"""
r = subprocess.run([sys.executable, "-c", SOURCE.replace("LIMITS", "(500, 5000)")], stdout=subprocess.PIPE)
print(r.returncode, r.stdout.decode())
if sys.implementation.name == "eider":  # CPython ends with a signal here
    r = subprocess.run([sys.executable, "-c", SOURCE.replace("LIMITS", "(2**31 - 1,)")], stdout=subprocess.PIPE)
    assert (r.returncode, r.stdout.decode().count("RecursionError")) == (0, 2), r
