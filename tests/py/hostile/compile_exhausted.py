# A source too large for the memory there is: MemoryError from compile(), and the program goes on.
# Not under sanitizers: it limits the address space, of which they take more than there is.
import resource
import subprocess
import sys

PROGRAM = """
def attempt(make):
    try:
        compile(make(), "big", "exec")
    except MemoryError:
        print("MemoryError")
    else:
        print("compiled")

import ast
attempt(lambda: "x = [" + "a.b(c) + d, " * 3_000_000 + "]")
attempt(lambda: "def f():\\n" + "  x = y\\n  if x: z()\\n" * 1_500_000)
attempt(lambda: "'" + "x" * 300_000_000 + "'")
try:
    ast.parse("f(" + "a, " * 6_000_000 + ")")
except MemoryError:
    print("MemoryError")
exec(compile("print('goes on', sum(range(10)))", "small", "exec"))
"""


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20))


ran = subprocess.run([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, preexec_fn=limit)
print(ran.returncode, ran.stdout.decode().split("\n"))
