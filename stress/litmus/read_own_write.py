# Invariant: who changes a place and then reads it reads what it stored, or what another stored later: also when its own compiled code
# has folded the place as a fact, and when the store happens in a function that it calls.
# Forbidden: the old value.
from _litmus import HOT, KINDS, PLAIN, Box, Gate, Tables, build, until

LOOP = """
def store(target):
    {store}

def run():
    n = 0
    while True:
        n += 1
        box.n = n
        go = gate.go
        target = targets[go]
        before = {read}
        {do}
        seen = {read}
        if go:
            return before, seen
targets = ({dummy}, {target})
"""


def read_own_write(kind, do):
    def make(x, y):
        box, gate = Box(), Gate()
        store = kind.store.format(x=x, t="target")
        text = kind.setup.format(x=x) + LOOP.format(store=store, do=do or store, read=kind.read.format(x=x),
                                                    dummy=kind.dummy.format(x=x), target=kind.target.format(x=x))
        module = build(text, box=box, gate=gate, store_code=compile(store, "<interpreted>", "exec"))
        return box, module["run"], gate

    def trials(tables):
        def drive(trial):
            until(trial[0], HOT + tables.rng.below(200))
            trial[2].go = 1
        return tables.batch(make, drive)
    return trials


def old_value(outcome):
    return outcome != ((0, 1),)


# The store is a module's top level of its own: it is interpreted.
INTERPRETED = "exec(store_code, globals(), {'target': target})"

if __name__ == "__main__":
    tables = Tables(1)
    for kind in [PLAIN] + KINDS:
        for how, do in (("", None), (", by a call", "store(target)"), (", by a callback", "list(map(store, [target]))")):
            tables.test(f"{kind.name}{how}", read_own_write(kind, do), old_value)
    tables.run()
