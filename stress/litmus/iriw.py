# Invariant: two readers do not see two independent changes in different orders, when the places are ones whose changes are
# sequentially consistent (docs/memory-model.md).
# Forbidden: one reader sees the first change and not yet the second, the other the second and not yet the first.
from _litmus import HOT, KINDS, PLAIN, WATCHED, Box, Gate, Tables, build, top_level, until

READER = """
    n = 0
    while True:
        n += 1
        box_{name}.n = n
        a = {first}
        b = {second}
        if a:
            {end}
"""
WRITER = """
def {name}():
    while not gate.go:
        pass
    {store}
"""


def iriw(left, right, interpreted=False):
    def make(x, y):
        gate, boxes = Gate(), (Box(), Box())
        read_x, read_y = left.read.format(x=x), right.read.format(x=y)
        text = left.setup.format(x=x) + right.setup.format(x=y)
        for name, first, second in (("xy", read_x, read_y), ("yx", read_y, read_x)):
            text += f"def reader_{name}():" + READER.format(name=name, first=first, second=second, end="return b")
        text += WRITER.format(name="write_x", store=left.store.format(x=x, t=left.target.format(x=x)))
        text += WRITER.format(name="write_y", store=right.store.format(x=y, t=right.target.format(x=y)))
        module = build(text, gate=gate, box_xy=boxes[0], box_yx=boxes[1])
        reader_yx = module["reader_yx"]
        if interpreted:
            reader_yx = top_level("if True:" + READER.format(name="yx", first=read_y, second=read_x, end="break") + "result = b\n", module)
        return boxes[0], module["reader_xy"], reader_yx, module["write_x"], module["write_y"], boxes[1], gate

    def trials(tables):
        def drive(trial):
            until(trial[0], HOT + tables.rng.below(200))
            until(trial[5], HOT)
            trial[6].go = 1
        # What the readers saw second; the writers return nothing.
        return [outcome[:2] for outcome in tables.batch(make, drive)]
    return trials


def different_orders(outcome):
    """What each reader saw of its second place when its first one had changed: none of both is the two orders at once."""
    return outcome not in ((0, 1), (1, 0), (1, 1))


if __name__ == "__main__":
    tables = Tables(4)
    for left, right in [(kind, kind) for kind in WATCHED] + list(zip(WATCHED, WATCHED[1:])):
        tables.test(f"{left.name} and {right.name}", iriw(left, right), different_orders)
    for kind in (PLAIN, KINDS[-1]):
        tables.test(f"{kind.name}", iriw(kind, kind), lambda outcome: not set(outcome) <= {0, 1})
    tables.run()
