# Tuples of different lengths ask their items, up to the shorter one's end; lists and deques do not.
from collections import deque


class Loud:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        print("==", self.name, other)
        return False

    def __ne__(self, other):
        print("!=", self.name, other)
        return True


for make in tuple, list, deque:
    print(make.__name__)
    print(make([3, Loud("a")]) == make([3, 1, 2]))
    print(make([3, Loud("b")]) != make([3, 1, 2]))
    print(make([Loud("c")]) == make([]))
    print(make([1, 2]) == make([1, 2, 3]), make([1, 2]) < make([1, 2, 3]), make([1, 2]) != make([1]))
print((Loud("d"), 1) in [(1,), (2, 3)])
