# sys._jit answers as CPython 3.14 documents it. python3.11 has none, and neither prints what depends on the switches.
import sys
import threading

jit = getattr(sys, "_jit", None)


def watch(n, seen):
    """Whether this thread was in compiled code, asked in every round."""
    i = 0
    while i < n:
        seen.append(jit.is_active())
        i += 1


def interpreted():
    return jit.is_active()


def inside_call(n, seen):
    # sorted() is C++ and calls the key function: what that runs in is its own affair, and no loop makes it hot here
    for i in range(n):
        seen.append(sorted([i], key=lambda x: jit.is_active()) == [i])


def check():
    kinds = {type(jit.is_available()), type(jit.is_enabled()), type(jit.is_active())}
    assert kinds == {bool}, kinds
    assert jit.is_available() or not jit.is_enabled()
    assert not jit.is_active()  # module level, called once
    seen = []
    watch(20000, seen)
    assert len(seen) == 20000
    assert seen[0] is False
    assert any(seen) == jit.is_enabled(), "compiled code does not notice itself"
    assert not interpreted()
    seen = []
    inside_call(3000, seen)
    assert all(seen)
    # Each thread is told of itself.
    def run(out):
        mine = []
        watch(5000, mine)
        out.append((len(mine), any(mine) <= jit.is_enabled()))
    out = []
    threads = [threading.Thread(target=run, args=(out,)) for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert out == [(5000, True)] * 3, out
    for name in ("is_available", "is_enabled", "is_active"):
        try:
            getattr(jit, name)(1)
        except TypeError:
            pass
        else:
            raise AssertionError(name)


if jit is not None:
    check()
print("ok")
