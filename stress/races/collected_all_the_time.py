# Invariant: with a collection at every 150th allocation, freed memory overwritten and the heap checked, everything reachable stays what it was.
# Forbidden: a changed or lost object, a crash.
# Flags: --gc-every=150 --gc-poison --gc-verify
import collections
import itertools
from _stress import race, SCALE

shared_list, shared_dict, shared_deque = [], {}, collections.deque(maxlen=50)


class Node:
    def __init__(self, value, next):
        self.value, self.next = value, next


class Slotted:
    __slots__ = ("a", "b")


def numbers(n):
    for i in range(n):
        yield i, str(i)


def containers(rng, index):
    n = rng.below(1000)
    shared_list.append((n, [n], {n: str(n)}))
    shared_dict[n] = [str(n)] * 3
    shared_deque.append({n})
    if len(shared_list) > 30:
        for number, lone, texts in shared_list[:10]:
            assert lone == [number] and texts == {number: str(number)}
        del shared_list[:20]
    for key in list(shared_dict.copy())[:5]:
        assert shared_dict.get(key, [str(key)] * 3) == [str(key)] * 3
        shared_dict.pop(key, None)
    for lone in list(shared_deque):
        assert len(lone) == 1


def objects(rng, index):
    chain = None
    for i in range(30):
        chain = Node(i, chain)
    total = 0
    while chain is not None:
        total += chain.value
        chain = chain.next
    assert total == 435
    thing = Slotted()
    thing.a, thing.b = [index], f"{index}" + "x" * rng.below(9)
    assert thing.a == [index] and thing.b.startswith(str(index))
    made = type("Made", (Node,), {"twice": lambda self: self.value * 2})
    assert made(4, None).twice() == 8


def calls(rng, index):
    def inner(*args, key=None, **more):
        return args, key, sorted(more.items())

    assert inner(1, [2], key="k", z=index, a=2) == ((1, [2]), "k", [("a", 2), ("z", index)])
    pairs = dict(numbers(20))
    assert sorted(map(int, pairs.values())) == list(range(20))
    assert list(itertools.chain.from_iterable(zip("abc", [1.5, 2 ** 70, -3]))) == ["a", 1.5, "b", 2 ** 70, "c", -3]
    try:
        {}["missing" + str(index)]
    except KeyError as error:
        assert error.args == ("missing" + str(index),)
    text = ",".join(f"{i:03d}" for i in range(20))
    assert sorted(text.split(","), key=lambda s: -int(s))[0] == "019"


race(containers, objects, calls, threads=3, seconds=3 * SCALE)
