# Invariant: of two threads that each change their own place and then read the other's, at least one sees the other's change, when
# the places are ones whose changes are sequentially consistent (docs/memory-model.md) and somebody relies on them.
# Forbidden: both read the old value. For instance attributes and `__class__` it is allowed, and shown.
from _litmus import HOT, KINDS, PLAIN, WATCHED, Box, Gate, Tables, build, until

# The real store is done by the code that has stored into the dummy until then, and so the read behind it is the compiled one.
SIDE = """
def {name}():
    n = 0
    while True:
        n += 1
        {box}.n = n
        go = gate.go
        target = {name}_targets[go]
        {store}
        seen = {read}
        if go:
            return seen
{name}_targets = ({dummy}, {target})
"""


def store_buffering(left, right):
    def make(x, y):
        boxes, gate = (Box(), Box()), Gate()
        text = left.setup.format(x=x) + right.setup.format(x=y)
        for name, box, mine, x_mine, other, x_other in (("left", "boxes[0]", left, x, right, y), ("right", "boxes[1]", right, y, left, x)):
            text += SIDE.format(name=name, box=box, store=mine.store.format(x=x_mine, t="target"), read=other.read.format(x=x_other),
                                dummy=mine.dummy.format(x=x_mine), target=mine.target.format(x=x_mine))
        module = build(text, boxes=boxes, gate=gate)
        return boxes[0], module["left"], module["right"], boxes[1], gate

    def trials(tables):
        def drive(trial):
            until(trial[0], HOT + tables.rng.below(200))
            until(trial[3], HOT)
            trial[4].go = 1
        return tables.batch(make, drive)
    return trials


tables = Tables(2)
for kind in WATCHED:
    tables.test(f"{kind.name}", store_buffering(kind, kind), lambda outcome: outcome not in ((0, 1), (1, 0), (1, 1)))
for left, right in zip(WATCHED, WATCHED[1:]):
    tables.test(f"{left.name} and {right.name}", store_buffering(left, right), lambda outcome: outcome not in ((0, 1), (1, 0), (1, 1)))
for kind in (PLAIN, KINDS[-1]):
    tables.test(f"{kind.name} (both old allowed)", store_buffering(kind, kind), lambda outcome: not set(outcome) <= {0, 1})
tables.run()
