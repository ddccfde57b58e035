# A program that runs out of address space gets MemoryError, can handle it, and goes on: no abort from an allocator below.
# Not under sanitizers: it limits the address space, of which they take more than there is.
import resource
import subprocess
import sys

PROGRAMS = {
    "boxed floats": "l = []; x = 1e300\nwhile True: l.append(x); x += 1e290",
    "texts": "l = []; n = 0\nwhile True: l.append(str(n) * 9); n += 1",
    "os.read": "import os; os.read(os.open('/dev/zero', 0), 10**15)",
    "readline without end": "open('/dev/zero', 'rb').readline()",
    "read": "open('/dev/zero', 'rb').read(10**15)",
}


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (800 << 20, 800 << 20))


for name, program in PROGRAMS.items():
    body = "".join(f"    {line}\n" for line in program.split("\n"))
    source = f"try:\n{body}except MemoryError:\n    print('MemoryError'); del l\n" if "l = " in program else f"try:\n{body}except MemoryError:\n    print('MemoryError')\n"
    source += "print(sum([[i] for i in range(1000)], [])[-1])\n"
    r = subprocess.run([sys.executable, "-c", source], stdout=subprocess.PIPE, preexec_fn=limit)
    print(name, r.returncode, r.stdout.decode().split())
