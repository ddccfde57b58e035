# Invariant: setdefault gives every thread the same object for a key, once stored.
# May vary: whose object wins.  Forbidden: two winners, a loser's object returned later.
from _stress import together, THREADS, SECONDS, SEED
import time

deadline = time.monotonic() + SECONDS
rounds = 0
while time.monotonic() < deadline:
    shared = {}
    keys = [f"key{i}" for i in range(100)] + list(range(100))
    results = together(THREADS, lambda index: [shared.setdefault(key, [index]) for key in keys])
    for row in zip(keys, *results):
        key, winners = row[0], row[1:]
        assert all(winner is winners[0] for winner in winners), key
        assert shared[key] is winners[0]
    rounds += 1
print(f"dict_setdefault.py: {rounds} rounds by {THREADS} threads, seed {SEED}")
