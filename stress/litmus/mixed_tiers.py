# Invariant: what holds for threads that run compiled code, and for interpreted ones, holds when one of them is compiled and the other
# interpreted: message passing to two readers from one writer, store buffering, IRIW with two readers, and a compiled loop that reads what interpreted
# code has stored for it.
# Forbidden: as in the programs of these names.
from _litmus import KINDS, PLAIN, WATCHED, Tables
from iriw import different_orders, iriw
from message_passing import message_passing, old_data
from read_own_write import INTERPRETED, old_value, read_own_write
from store_buffering import both_old, store_buffering

tables = Tables(2)
for data in KINDS:
    for flag in (PLAIN, KINDS[0], KINDS[2]):
        tables.test(f"message passing, data {data.name}, flag {flag.name}", message_passing(data, flag, interpreted=True), old_data)
for kind in WATCHED:
    tables.test(f"store buffering, {kind.name}", store_buffering(kind, kind, interpreted=True), both_old)
tables.run()

tables = Tables(1)
for kind in [PLAIN] + KINDS:
    tables.test(f"read own write, {kind.name}", read_own_write(kind, INTERPRETED), old_value)
tables.run()

tables = Tables(4)
for kind in WATCHED:
    tables.test(f"IRIW, {kind.name}", iriw(kind, kind, interpreted=True), different_orders)
tables.run()
