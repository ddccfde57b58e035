# stderr: sys.exit with a text prints it and exits with 1; finally and atexit still run
import atexit
import sys

atexit.register(print, "atexit ran")
atexit.register(lambda: print("registered last, runs first"))
try:
    sys.exit("leaving with a message")
finally:
    print("finally ran")
