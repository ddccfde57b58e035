# Subclasses of native types with __slots__: copies and pickles carry what the slots hold.
import collections
import copy
import pickle


class SlotDeque(collections.deque):
    __slots__ = ("x", "y", "__dict__")


class SlotBytes(bytearray):
    __slots__ = ("x", "__dict__")


class SlotSet(set):
    __slots__ = ("x", "__dict__")


for made in (SlotDeque("ab"), SlotBytes(b"ab"), SlotSet(["a"])):
    made.x = 10
    made.z = 20
    for other in [copy.deepcopy(made)] + [pickle.loads(pickle.dumps(made, p)) for p in range(2, 6)]:
        print(type(other).__name__, other == made, other.x, other.z)
