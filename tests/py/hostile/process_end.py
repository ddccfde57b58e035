# What standard streams, hooks and exit handlers do when they are gone, closed or broken.
import subprocess
import sys

PROGRAMS = {
    "atexit in atexit": "import atexit\natexit.register(print, 1)\natexit.register(lambda: (print(2), atexit.register(print, 'never')))",
    "unregister in atexit": "import atexit\natexit.register(print, 1)\natexit.register(lambda: atexit.unregister(print))\natexit.register(len, 'x')",
    "no excepthook": "import sys; del sys.excepthook; 1/0",
    "excepthook None": "import sys; sys.excepthook = None; 1/0",
    "excepthook raises": "import sys; sys.excepthook = lambda *a: [][1]; 1/0",
    "input without stdout": "import sys; sys.stdout.close()\ntry: input()\nexcept EOFError as e: print(repr(e), file=sys.stderr)",
    "surrogate in source": "try: exec('x = \"\\udc80\"')\nexcept UnicodeEncodeError as e: print(e)",
    "surrogate in compile": "try: compile('x\\udc80', 'f', 'exec')\nexcept UnicodeEncodeError as e: print(e)",
    "undecodable source": "try: compile(b'# coding: nope', 'f', 'exec')\nexcept SyntaxError as e: print(e, e.args, e.end_lineno, e.end_offset)",
}

for name, program in PROGRAMS.items():
    r = subprocess.run([sys.executable, "-c", program], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    print("---", name, r.returncode)
    print(r.stdout.decode(), r.stderr.decode())
