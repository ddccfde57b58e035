# Invariant: a fact that changes while code that relies on it is being recorded, compiled, installed or linked is as good as one that
# changed before: message passing holds at any moment of a loop's life.
# Forbidden: old data behind a new flag; a store that is never seen.
from _litmus import KINDS, PLAIN, Tables
from message_passing import BRANCHING, message_passing, old_data

tables = Tables(1)
for data in KINDS:
    tables.test(f"installing, data {data.name}", message_passing(data, PLAIN, passes=(1, 160)), old_data)
    tables.test(f"installing, data and flag {data.name}", message_passing(data, data, passes=(1, 160)), old_data)
    tables.test(f"linking side exits, data {data.name}", message_passing(data, PLAIN, BRANCHING, passes=(60, 700)), old_data)
tables.run()
