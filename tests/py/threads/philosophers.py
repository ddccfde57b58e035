# Invariant: with forks taken in one order, every philosopher eats every meal, and neighbours never eat at once.
# Forbidden: a deadlock, a fork in two hands, a missed meal.
import threading
from _scale import SCALE, run

COUNT, MEALS = 5, 60 * SCALE
forks = [threading.Lock() for _ in range(COUNT)]
holder = [None] * COUNT
meals = [0] * COUNT
violations = []


def dine(i):
    left, right = sorted((i, (i + 1) % COUNT))
    for _ in range(MEALS):
        with forks[left]:
            with forks[right]:
                for fork in (left, right):
                    if holder[fork] is not None:
                        violations.append((fork, holder[fork], i))
                    holder[fork] = i
                meals[i] += 1
                for fork in (left, right):
                    holder[fork] = None
    return i


print(run(COUNT, dine), meals, violations)


class Monitor:
    """The same with one condition: a philosopher waits until both neighbours have stopped."""

    def __init__(self):
        self.condition = threading.Condition()
        self.eating = [False] * COUNT
        self.most = 0

    def start(self, i):
        with self.condition:
            self.condition.wait_for(lambda: not self.eating[i - 1] and not self.eating[(i + 1) % COUNT])
            self.eating[i] = True
            self.most = max(self.most, sum(self.eating))
            assert not any(self.eating[j] and self.eating[(j + 1) % COUNT] for j in range(COUNT))

    def stop(self, i):
        with self.condition:
            self.eating[i] = False
            self.condition.notify_all()


monitor = Monitor()


def dine_politely(i):
    for _ in range(MEALS):
        monitor.start(i)
        monitor.stop(i)
    return MEALS


print(run(COUNT, dine_politely), monitor.most <= 2, monitor.eating)
