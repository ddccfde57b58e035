# Methods that instructions run, with loops of their own: what they return goes from there into the compiled code that asked.
class Bag:
    def __init__(self, items):
        self.items = items

    def __contains__(self, item):
        at = 0
        while at < len(self.items):
            if self.items[at] == item:
                return True
            at += 1
        return False

    def __add__(self, other):
        if other == 13:
            return NotImplemented
        total = i = 0
        while i < len(self.items):
            total += self.items[i] * other
            i += 1
        return total

    def __radd__(self, other):
        return self + other

    def __lt__(self, other):
        i = 0
        while i < len(self.items):
            if self.items[i] >= other:
                return NotImplemented if other == 99 else False
            i += 1
        return True

    def __getitem__(self, at):
        i = 0
        while i < at:
            i += 1
        return self.items[i % len(self.items)]


class Odd(Bag):
    def __contains__(self, item):  # what is returned is asked for its truth
        found = 0
        for i in self.items:
            if i == item:
                found += 1
        return found


class Steps:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        k = 0
        while k < self.n % 4:
            k += 1
        self.n -= 1
        return k


class Thirteen:
    def __radd__(self, other):
        return -1

    def __eq__(self, other):
        return other == 13


def mixed(bag, odd, n):
    found = total = less = 0
    for i in range(n):
        if i % 7 in bag:
            found += 1
        if i % 5 not in bag:
            found += 1000
        if i % 4 in odd:
            found += 1000000
        total += bag + i % 11
        total += i % 3 + bag
        less += bag < i % 9
        total += bag[i % 6]
        for k in Steps(i % 6):
            total += k
    return found, total, less


print(mixed(Bag([1, 2, 5, 3]), Odd([2, 3, 3]), 3000))
for i in range(200):
    try:
        result = Bag([1, 2]) + (13 if i % 50 == 49 else Thirteen() if i % 3 == 0 else i)
    except TypeError as error:
        print(i, error)
print(result)
for i in range(200):
    try:
        result = Bag([100, 2]) < (99 if i % 50 == 49 else i)
    except TypeError as error:
        print(i, error)
print(result)
