# Flags: --invalidation=flag --jit=on --jit-hot-loop=1 --jit-hot-exit=2
# Invariant: the tests beside this one can fail. With --invalidation=flag a change of a class, global or builtin does not wait for the
# threads that rely on it, and message passing breaks for readers that poll rarely: every kind of watched place is seen failing.
# Forbidden: only forbidden outcomes that do not come, in some hundred trials each.
from _litmus import PLAIN, WATCHED, Tables
from message_passing import message_passing, old_data

tables = Tables(1)
for data in WATCHED:
    tables.test(f"data {data.name}, slow reader", message_passing(data, PLAIN, pad=120), old_data)
tables.run_until_forbidden(100)
