# Invariant: a loop that is compiled while another thread stores into what it reads does afterwards what its source says: for each value that
# the place is given its result is the one that belongs to the value.
# May vary: which values the loop meets while it is being recorded, and whether it is compiled.
# Forbidden: the result of another value; a crash.
import threading
import time
from _stress import race, THREADS

SETUP = """
results = [eval(f"lambda self=None, other=None: {n}") for n in range(4)]
numbers = 1, 2.5, True, 1 << 62
class C: pass
o, p = C(), C()
a_list, a_dict = [1], {"k": 1}
def put_global(v):
    global a_global
    a_global = v
def put_default(v):
    with_default.__defaults__ = (v,)
def with_default(x=1): return x + x
"""
LOOP = """
def loop(n):
    for _ in range(n):
        seen = {read}
    return seen
def put(k):
    {store}
"""
# what is read, what stores the k-th value, what is read then
KINDS = [
    ("o.get()", "C.get = results[k]", "k"),
    ("o.static()", "C.static = staticmethod(results[k])", "k"),
    ("o.owned()", "C.owned = classmethod(results[k])", "k"),
    ("o.made", "C.made = property(results[k])", "k"),
    ("o()", "C.__call__ = results[k]", "k"),
    ("o + 1", "C.__add__ = results[k]", "k"),
    ("o[1]", "C.__getitem__ = results[k]", "k"),
    ("len(o)", "C.__len__ = results[k]", "k"),
    ("C.get()", "C.get = results[k]", "k"),
    ("o.shared + o.shared", "C.shared = numbers[k]", "numbers[k] * 2"),
    ("p.own + p.own", "p.own = numbers[k]", "numbers[k] * 2"),
    ("p.own()", "p.own = results[k]", "k"),
    ("a_list[0] + a_list[0]", "a_list[0] = numbers[k]", "numbers[k] * 2"),
    ("a_list[0]()", "a_list[0] = results[k]", "k"),
    ("a_dict['k'] + a_dict['k']", "a_dict['k'] = numbers[k]", "numbers[k] * 2"),
    ("a_global + a_global", "put_global(numbers[k])", "numbers[k] * 2"),
    ("a_global()", "put_global(results[k])", "k"),
    ("with_default()", "put_default(numbers[k])", "numbers[k] * 2"),
    ("sum([x for x in a_list])", "a_list[:] = [numbers[k]] * (k + 1)", "numbers[k] * (k + 1)"),
]


class Place:
    """What one thread reads in a loop and another one changes, under the lock, until it is closed."""

    def __init__(self, kind):
        self.lock = threading.Lock()
        self.open, self.changing = True, False
        read, store, expected = KINDS[kind]
        self.module = {}
        exec(SETUP + LOOP.format(read=read, store=store), self.module)
        self.put, self.loop = self.module["put"], self.module["loop"]
        self.expected = f"{read} with {store}", [eval(expected, self.module, {"k": k}) for k in range(4)]
        self.put(0)


places = [None] * max(1, THREADS // 2)


def changes(rng, index):
    place = places[index // 2]
    if place is None or not place.open:
        return time.sleep(0)
    with place.lock:
        place.changing = True
        while place.open:
            for k in range(4):
                place.put(k)


def reads(rng, index):
    place = places[index // 2] = Place(rng.below(len(KINDS)))
    deadline = time.monotonic() + 0.01  # the other thread may have ended
    while not place.changing and time.monotonic() < deadline:
        time.sleep(0)
    try:
        for _ in range(4):
            place.loop(60)
    except TypeError as error:  # two reads met values that cannot be added
        assert "unsupported operand" in str(error), error
    finally:
        place.open = False
    what, expected = place.expected
    with place.lock:
        for _ in range(2):
            for k in range(4):
                place.put(k)
                seen = place.loop(3)
                assert seen == expected[k] and type(seen) is type(expected[k]), (what, k, seen, expected[k])


race(changes, reads)
