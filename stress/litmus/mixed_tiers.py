# Invariant: message passing holds for a reader that runs compiled code and one that is interpreted, at once, from one writer.
# Forbidden: old data behind a new flag, for either.
from _litmus import KINDS, PLAIN, Tables
from message_passing import message_passing, old_data

tables = Tables(2)
for data in KINDS:
    for flag in (PLAIN, KINDS[0], KINDS[2]):
        tables.test(f"compiled and interpreted, data {data.name}, flag {flag.name}",
                    message_passing(data, flag, interpreted=True), old_data)
tables.run()
