"""What the programs of this folder share, on top of stress/races/_stress.py: the compiler's figures, and a pace.

Each runs with 8 threads for a second or two; EIDER_STRESS_SECONDS=600 and other seeds make it a hunt. At the end each prints how the
compiler fared and how long handshakes took; on a runtime without these figures (python3.11) it prints nothing.
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "races"))
os.environ.setdefault("EIDER_STRESS_THREADS", "8")
os.environ.setdefault("EIDER_STRESS_SECONDS", "1.2")

from _stress import race, scaled, Rng, THREADS, SECONDS, SEED  # noqa: E402,F401

MIB = 1 << 20


def figures():
    return sys._jit_figures() if hasattr(sys, "_jit_figures") else {}


def pace(begin, done, per_second=1000):
    """Sleeps so that `done` things since `begin` are not more than `per_second` of them."""
    ahead = done / per_second - (time.perf_counter() - begin)
    if ahead > 0:
        time.sleep(ahead)


def report(most_arena=16 * MIB, most_waiting=4000, compiled=1):
    """Asserts that memory of compiled code stayed bounded."""
    now = figures()
    if not now:
        return
    print("compiled %(compiled)d, invalidated %(invalidated)d, retired %(retired)d, freed %(freed)d, waiting %(waiting)d (most "
          "%(most_waiting)d), linked %(linked)d; arena %(arena_bytes)d bytes, touched %(arena_touched_bytes)d" % now)
    print("handshakes %d: median %.3f ms, p99 %.3f ms, worst %.3f ms" % (
        now["handshakes"], now["handshake_median_ns"] / 1e6, now["handshake_p99_ns"] / 1e6, now["handshake_worst_ns"] / 1e6))
    assert now["compiled"] >= compiled, now
    assert now["arena_touched_bytes"] <= most_arena, now
    assert now["most_waiting"] <= most_waiting, now
