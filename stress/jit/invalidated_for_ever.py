# Flags: --jit=on --jit-hot-loop=1 --jit-hot-exit=2
# Invariant: code that is compiled and invalidated again and again, its functions kept alive, takes bounded memory.
# Forbidden: an arena that grows with the number of rounds; a value of before the change.
from _jit_stress import figures, report, scaled, MIB

SOURCE = """
step = 1
class Thing:
    def get(self, i):
        return i * step
def run(n, things):
    total = 0
    for i in range(n):
        for thing in things:
            if i % 3 == 0:
                total += thing.get(i)
            else:
                total -= step
    return total
"""

kept = []
code = SOURCE
for number in range(scaled(400)):
    space = {}
    exec(compile(SOURCE, f"module{number}", "exec"), space)
    things = [space["Thing"](), space["Thing"]()]
    run = space["run"]
    kept.append(run)
    before = run(200, things)
    space["step"] = 2                                      # a global
    assert run(200, things) == 2 * before
    space["Thing"].get = lambda self, i: 5                 # a method
    assert run(200, things) == 2 * (67 * 5 - 133 * 2)
    if number % 100 == 0:
        assert figures().get("arena_touched_bytes", 0) < 8 * MIB
now = figures()
if now:
    assert now["retired"] >= len(kept), now
    # What linked code can jump to waits with it: a few executors a function.
    assert now["waiting"] < 300 + now["linked"], now
report(most_arena=8 * MIB, compiled=len(kept))
