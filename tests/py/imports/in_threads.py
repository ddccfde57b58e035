# Modules imported by several threads at once: each body runs once, nobody sees half a module, circles between threads do not hang.
import sys
import threading

import _tangle

seen = []


def look(barrier):
    barrier.wait()
    import _tangle.slow as slow
    seen.append((len(slow.steps), slow.done, id(slow)))


barrier = threading.Barrier(6)
threads = [threading.Thread(target=look, args=(barrier,)) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(seen), len(set(seen)), seen[0][:2])


def circle(name, barrier, out):
    barrier.wait()
    __import__(name)
    out.append(name)


for _ in range(3):
    for name in ("_tangle.one", "_tangle.two"):
        sys.modules.pop(name, None)
    barrier, out = threading.Barrier(2), []
    threads = [threading.Thread(target=circle, args=(name, barrier, out)) for name in ("_tangle.one", "_tangle.two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    print(sorted(out), sys.modules["_tangle.one"].value, sys.modules["_tangle.two"].value)
failures = []


def fail(barrier):
    barrier.wait()
    try:
        import _bad_syntax
    except Exception as error:
        failures.append(type(error).__name__)


barrier = threading.Barrier(4)
threads = [threading.Thread(target=fail, args=(barrier,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(set(failures), "_bad_syntax" in sys.modules)
import _tangle.early
