# Invariant: immutable values shared by all threads keep their contents, hashes and identities as dictionary keys; interning agrees.
# Forbidden: a changed text or number, two interned objects for one text, a crash.
import sys
from _stress import race, together, THREADS

texts = [("text%d" % i) * (1 + i % 5) for i in range(100)] + ["é" * i for i in range(20)] + ["🦆" * i for i in range(20)]
numbers = [3 ** i for i in range(0, 300, 7)] + [-(2 ** i) for i in range(0, 130, 3)]
table = {text: len(text) for text in texts}
number_table = {number: str(number) for number in numbers}


def worker(rng, index):
    text, number = rng.choice(texts), rng.choice(numbers)
    copy = "".join(list(text))
    assert copy == text and hash(copy) == hash(text) and table[copy] == len(text)
    assert number_table[number * 3 // 3] == str(number) and int(str(number)) == number
    assert (number * number - 1) == (number - 1) * (number + 1)
    assert text.upper().lower() == text and text.encode().decode() == text and text[::-1][::-1] == text
    assert f"{number:x}" == hex(number).replace("0x", "")
    assert (text + "x").removesuffix("x") == text and text.replace("t", "T").replace("T", "t") == text


race(worker)
for round_number in range(50):
    results = together(THREADS, lambda index: [sys.intern("interned" + str(round_number * 100 + i)) for i in range(100)])
    for row in zip(*results):
        assert all(text is row[0] for text in row)
