# stderr: KeyboardInterrupt, uncaught: the traceback and the exit by the signal
import os
import signal


def wait():
    os.kill(os.getpid(), signal.SIGINT)
    while True:
        pass


print("interrupting", flush=True)
try:
    wait()
except KeyboardInterrupt:
    print("caught once", flush=True)


def raises():
    raise KeyboardInterrupt


raises()
