# Invariant: signals that interrupt the main thread's compiled loops, whose handlers raise, change globals and classes, and collect, while
#   other threads run the same code: each handler runs on the main thread, an exception of it arrives in the loop's own frames.
# May vary: where.  Forbidden: a wrong sum, a handler on another thread, an exception lost, a crash.
import gc
import os
import signal
import threading
import time
from _stress import SECONDS, SEED, Rng


class Alarm(Exception):
    pass


class Thing:
    step = 1

    def add(self, n):
        return n + self.step


scale = 1
handled = raised = 0
rng = Rng(SEED)
main = threading.get_ident()
armed = False


def handler(number, frame):
    global handled, raised, scale, armed
    assert threading.get_ident() == main
    handled += 1
    assert frame is None or frame.f_lineno
    what = rng.below(5)
    if what == 0:
        scale = 1
    elif what == 1:
        Thing.step = 1
    elif what == 2 and handled % 10 == 0:
        gc.collect()
    elif what == 3:
        Thing.add = (lambda self, n: n + self.step)
    elif armed:
        raised += 1
        armed = False
        raise Alarm(raised)


def work(n, thing):
    total = 0
    for i in range(n):
        total = thing.add(total) * scale
        try:
            if i % 9 == 8:
                raise KeyError(i)
        except KeyError as error:
            total += error.args[0] - i
    return total


def generated(n):
    for i in range(n):
        yield i * scale


def others():
    thing = Thing()
    while not stop:
        assert work(200, thing) == 200
        assert sum(generated(100)) == 4950


stop = False
errors = []


def guarded():
    try:
        others()
    except BaseException as error:
        errors.append(error)


threads = [threading.Thread(target=guarded) for _ in range(2)]
for thread in threads:
    thread.start()
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0007)
signal.signal(signal.SIGUSR1, handler)
deadline = time.monotonic() + SECONDS
caught = rounds = 0
thing = Thing()
kinds = [0, 0]
while time.monotonic() < deadline and not errors:
    rounds += 1
    try:
        armed = True
        try:
            assert work(500, thing) == 500
            if rounds % 50 == 0:
                os.kill(os.getpid(), signal.SIGUSR1)
            assert sum(generated(200)) == 19900
            for x in [y * 2 for y in range(50)]:
                assert not x & 1
        finally:
            armed = False
    except Alarm as alarm:
        entry = alarm.__traceback__
        while entry.tb_next is not None:
            entry = entry.tb_next
        assert entry.tb_frame.f_code is handler.__code__, entry.tb_frame
        caught += 1
signal.setitimer(signal.ITIMER_REAL, 0)
stop = True
for thread in threads:
    thread.join()
if errors:
    raise errors[0]
assert caught == raised, (caught, raised)
print(f"signals_and_threads.py: {rounds} rounds, {handled} signals, {caught} exceptions, seed {SEED}")
