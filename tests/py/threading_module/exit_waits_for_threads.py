# The interpreter waits for threads that are not daemons, runs atexit functions after them, and drops daemons.
import atexit
import threading
import time

atexit.register(lambda: print("atexit, after the threads"))
go = threading.Event()


def late():
    go.wait()
    time.sleep(0.05)
    print("late thread finished")


def endless():
    while True:
        time.sleep(0.001)


def busy():
    n = 0
    while True:
        n += 1


threading.Thread(target=late).start()
threading.Thread(target=endless, daemon=True).start()
threading.Thread(target=busy, daemon=True).start()
print("main ends")
go.set()
