# Invariant: under a readers-writer lock a reader sees all parts of the record equal, and a writer is alone.
# Forbidden: a torn record, a writer beside anyone, a starving thread.
import threading
from _scale import SCALE, THREADS, run


class ReadWriteLock:
    def __init__(self):
        self.condition = threading.Condition()
        self.readers = 0
        self.writing = False
        self.waiting_writers = 0

    def __enter__(self):
        with self.condition:
            self.condition.wait_for(lambda: not self.writing and not self.waiting_writers)
            self.readers += 1

    def __exit__(self, *error):
        with self.condition:
            self.readers -= 1
            if self.readers == 0:
                self.condition.notify_all()

    def write(self, function):
        with self.condition:
            self.waiting_writers += 1
            self.condition.wait_for(lambda: not self.writing and self.readers == 0)
            self.waiting_writers -= 1
            self.writing = True
        try:
            return function()
        finally:
            with self.condition:
                self.writing = False
                self.condition.notify_all()


class Record:
    a = b = c = 0


record, lock = Record(), ReadWriteLock()
record.values = [0, 0, 0]


def change():
    record.a += 1
    record.values[0] += 1
    record.b += 1
    record.values[1] += 1
    record.c += 1
    record.values[2] += 1
    assert lock.readers == 0


def work(index):
    reads = writes = 0
    for i in range(150 * SCALE):
        if (i + index) % 5 == 0:
            lock.write(change)
            writes += 1
        else:
            with lock:
                assert record.a == record.b == record.c and len(set(record.values)) == 1, "torn"
                assert not lock.writing
            reads += 1
    return reads, writes


print(run(THREADS, work))
print(record.a, record.b, record.c, record.values, lock.readers, lock.writing)
