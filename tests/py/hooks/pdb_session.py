# A session of pdb: breakpoints, steps, what is asked and stored, and the end.
import io
import os
import pdb
import sys


class Output:
    """Standard output without the folder of this file."""

    def write(self, text):
        sys.stdout.write(text.replace(os.path.dirname(os.path.abspath(__file__)) + os.sep, ""))

    def flush(self):
        sys.stdout.flush()


def inner(x):
    y = x * 2
    return y


def program(n):
    total = 0
    for i in range(n):
        total += inner(i)
    return total


def session(*commands):
    debugger = pdb.Pdb(stdin=io.StringIO("\n".join(commands) + "\n"), stdout=Output(), nosigint=True, readrc=False)
    debugger.use_rawinput = False
    debugger.prompt = ""
    try:
        print("result", debugger.runcall(program, 4))
    except Exception as error:
        print(type(error).__name__, error)


for i in range(100):
    program(50)  # compiled
session("c")
session("n", "n", "n", "p total, i", "s", "s", "w", "a", "r", "u", "p i", "q")
session("b inner, x == 2", "c", "p x", "n", "!y = 100", "c")
session("n", "n", "s", "tbreak 21", "c", "p y", "c")
