# Invariant: who reads the flag's new value, and then the data, reads the data's new value: whatever kind of place each of them is,
# whether reader and writer run compiled or interpreted, and however far the reader's code has come (recorded, installed, linked).
# Forbidden: old data behind a new flag.
from _litmus import HOT, KINDS, PLAIN, Box, Tables, build, padding, top_level, until

READER = """
    n = 0
    p = 1.0
    while True:
        n += 1
        box.n = n
{padding}        flag = {read_flag}
        data = {read_data}
        if flag:
            {end}
"""
BRANCHING = """
    n = 0
    p = 1
    while True:
        n += 1
        box.n = n
        if n & 1:
            p += 3
        if n % 3 == 0:
            p ^= n
        elif n % 5 == 1:
            p -= 1
        flag = {read_flag}
        data = {read_data}
        if flag:
            {end}
        if n & 4:
            p = p + {read_data}
"""
WRITER = """
def writer():
    {store_data}
    {store_flag}
"""


def message_passing(data, flag, reader=READER, pad=0, passes=(HOT, 200), interpreted=False):
    def make(x, y):
        box = Box()
        places = dict(read_flag=flag.read.format(x=y), read_data=data.read.format(x=x),
                      store_data=data.store.format(x=x, t=data.target.format(x=x)),
                      store_flag=flag.store.format(x=y, t=flag.target.format(x=y)), padding=padding(pad))
        module = build(data.setup.format(x=x) + flag.setup.format(x=y) + WRITER.format(**places)
                       + "def reader():" + reader.format(end="return data", **places), box=box)
        if interpreted:
            text = "if True:" + reader.format(end="break", **places) + "result = data\n"
            return box, module["reader"], top_level(text, module), module["writer"]
        return box, module["reader"], module["writer"]

    def trials(tables):
        def drive(trial):
            until(trial[0], passes[0] + tables.rng.below(passes[1]))
            trial[-1]()
        return tables.batch(make, drive)
    return trials


def old_data(outcome):
    return outcome != (1,) * len(outcome)


if __name__ == "__main__":
    tables = Tables(1)
    for data in KINDS:
        for flag in [PLAIN] + KINDS:
            tables.test(f"data {data.name}, flag {flag.name}", message_passing(data, flag), old_data)
        tables.test(f"data {data.name}, slow reader", message_passing(data, PLAIN, pad=120), old_data)
    tables.run()
