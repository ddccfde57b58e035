# Invariant: a bytearray shared by threads holds only bytes that were written; its length is one it has had.
# Forbidden: a foreign byte, a read past the end, a crash.
from _stress import race

shared = bytearray(b"a" * 100)


def writer(rng, index):
    action = rng.below(7)
    if action == 0:
        shared.append(98)
    elif action == 1:
        shared.extend(b"cd" * rng.below(50))
    elif action == 2 and len(shared) > 50:
        del shared[rng.below(20):40]
    elif action == 3:
        shared[rng.below(10)] = 99
    elif action == 4:
        shared[5:10] = b"bb" * rng.below(10)
    elif action == 5 and len(shared) > 5000:
        shared.clear()
        shared.extend(b"a" * 100)
    else:
        shared.insert(rng.below(10), 100)


def reader(rng, index):
    action = rng.below(5)
    if action == 0:
        assert set(bytes(shared)) <= set(b"abcd")
    elif action == 1:
        assert shared[rng.below(20)] in b"abcd"
    elif action == 2:
        assert set(shared[3:30]) <= set(b"abcd")
    elif action == 3:
        shared.find(b"cd"), shared.count(b"a"), b"bb" in shared
    else:
        for byte in shared:
            assert 97 <= byte <= 100


race(writer, reader, allow=(IndexError, BufferError))
