# A native function without keyword parameters refuses keywords before it counts; a bad bound is seen before a bad needle.
import math
import operator
import threading


def show(call):
    try:
        print(call())
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


show(lambda: [].append(1, 2, k=3))
show(lambda: [].pop(1, 2, k=3))
show(lambda: {}.keys(1, k=3))
show(lambda: "a".upper(1, k=2))
show(lambda: "a".rjust(1, 2, 3, k=2))
show(lambda: b"a".isalnum(1, k=2))
show(lambda: (5).bit_count(1, k=2))
show(lambda: all([], 1, k=2))
show(lambda: ord("a", 1, k=2))
show(lambda: math.floor(1, 2, k=3))
show(lambda: operator.sub(1, 2, 3, k=4))
show(lambda: threading.Lock(1, k=2))
show(lambda: set().discard(1, 2, k=3))
for text in ("abc", b"abc", bytearray(b"abc")):
    for method in ("find", "rfind", "index", "rindex", "count"):
        show(lambda: getattr(text, method)([], "x"))
        show(lambda: getattr(text, method)([], None, 2.5))
        show(lambda: getattr(text, method)([], 1))
show(lambda: int.from_bytes(b"a", 5))
show(lambda: (1).to_bytes(1, None))
