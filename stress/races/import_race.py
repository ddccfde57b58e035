# Invariant: a module imported by many threads at once runs its body once, and nobody sees it half done.
# Forbidden: two runs, a missing name, a deadlock of two modules that import each other.
import sys
import time
from _stress import together, THREADS, SECONDS, SEED


def load(index):
    import _slow_module
    from _slow_module import last_name
    return _slow_module, last_name, _slow_module.runs


def load_cycle(index):
    if index % 2:
        import _slow_cycle_a as module
    else:
        import _slow_cycle_b as module
    return module.name


# CPython 3.11 and PyPy can end this part in an internal _DeadlockError, so there it is left out.
CYCLES = sys.implementation.name not in ("cpython", "pypy")
deadline = time.monotonic() + SECONDS
rounds = 0
while time.monotonic() < deadline:
    for name in ("_slow_module", "_slow_cycle_a", "_slow_cycle_b"):
        sys.modules.pop(name, None)
    results = together(THREADS, load)
    assert all(result == (results[0][0], "defined last", 1) for result in results), results
    if CYCLES:
        names = together(THREADS, load_cycle)
        assert set(names) <= {"a", "b"}
    rounds += 1
print(f"import_race.py: {rounds} rounds by {THREADS} threads, seed {SEED}")
