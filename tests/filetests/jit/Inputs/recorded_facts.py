STEP = 3


class Counter:
    unit = 5

    def __init__(self):
        self.count = 0

    def add(self, n):
        self.count = scaled(n) + self.unit


def scaled(n):
    return n * STEP


def count(counter, n):
    for i in range(n):
        counter.add(i)
    return counter.count


counter = Counter()
print(count(counter, 1500))
Counter.unit = 6
print(count(counter, 1500))
STEP = 4
print(count(counter, 1500))
