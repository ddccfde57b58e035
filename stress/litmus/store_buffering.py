# Invariant: of two threads that each change their own place and then read the other's, at least one sees the other's change, when
# the places are ones whose changes are sequentially consistent (docs/memory-model.md) and somebody relies on them.
# Forbidden: both read the old value. For instance attributes and `__class__` it is allowed, and shown.
from _litmus import HOT, KINDS, PLAIN, WATCHED, Box, Gate, Tables, build, top_level, until

# The real store is done by the code that has stored into the dummy until then, and so the read behind it is the compiled one.
SIDE = """
    n = 0
    while True:
        n += 1
        {box}.n = n
        go = gate.go
        target = {name}_targets[go]
        {store}
        seen = {read}
        if go:
            {end}
"""
TARGETS = "{name}_targets = ({dummy}, {target})\n"


def store_buffering(left, right, interpreted=False):
    def make(x, y):
        boxes, gate = (Box(), Box()), Gate()
        text = left.setup.format(x=x) + right.setup.format(x=y)
        for name, box, mine, x_mine, other, x_other in (("left", "boxes[0]", left, x, right, y), ("right", "boxes[1]", right, y, left, x)):
            places = dict(name=name, box=box, store=mine.store.format(x=x_mine, t="target"), read=other.read.format(x=x_other))
            text += f"def {name}():" + SIDE.format(end="return seen", **places)
            text += TARGETS.format(name=name, dummy=mine.dummy.format(x=x_mine), target=mine.target.format(x=x_mine))
        module = build(text, boxes=boxes, gate=gate)
        if interpreted:  # the right side
            module["right"] = top_level("if True:" + SIDE.format(end="break", **places) + "result = seen\n", module)
        return boxes[0], module["left"], module["right"], boxes[1], gate

    def trials(tables):
        def drive(trial):
            until(trial[0], HOT + tables.rng.below(200))
            until(trial[3], HOT)
            trial[4].go = 1
        return tables.batch(make, drive)
    return trials


def both_old(outcome):
    return outcome not in ((0, 1), (1, 0), (1, 1))


if __name__ == "__main__":
    tables = Tables(2)
    for left, right in [(kind, kind) for kind in WATCHED] + list(zip(WATCHED, WATCHED[1:])):
        tables.test(left.name if left is right else f"{left.name} and {right.name}", store_buffering(left, right), both_old)
    for kind in (PLAIN, KINDS[-1]):
        tables.test(f"{kind.name} (both old allowed)", store_buffering(kind, kind), lambda outcome: not set(outcome) <= {0, 1})
    tables.run()
