"""The duck pond: ducks of two classes quack on several ponds, one thread to a pond.

    scripts/run examples/duck_pond.py [PONDS [DUCKS]]

What happens in `simulate_ducks` is what Eider is about: one loop, run by all threads at once, that calls methods found
through the class of each duck, reads attributes, and builds strings. Nothing in it takes a lock.
"""
import sys
import threading
import time


class Duck:
    """A plain duck. `echo` ducks are heard twice, `loud` ones cannot be overheard."""

    def __init__(self, echo, loud):
        self.echo = echo
        self.loud = loud

    def call(self):
        return "quack"

    def quack(self):
        sound = self.call()
        if self.echo:
            sound = sound + " " + self.call()
        if self.loud:
            sound += "!"
        return sound


class RubberDuck(Duck):
    """Looks like a duck, swims like a duck, and squeaks."""

    def __init__(self, echo=False, loud=False):
        super().__init__(echo, loud)

    def call(self):
        return "squeak"


def ducks(count):
    """Makes ducks one by one, as they come to the pond: every fifth is made of rubber."""
    for number in range(count):
        if number % 5 == 4:
            yield RubberDuck(loud=number % 2 == 0)
        else:
            yield Duck(echo=number % 3 == 0, loud=number % 7 == 0)


def simulate_ducks(ducks):
    """Lets each duck quack once; returns how often each sound was heard."""
    heard = {}
    for duck in ducks:
        sound = duck.quack()
        heard[sound] = heard.get(sound, 0) + 1
    return heard


class Pond(threading.Thread):
    """One pond, simulated by a thread of its own."""

    def __init__(self, name, count):
        super().__init__(name=name)
        self.count = count
        self.heard = {}
        self.seconds = 0.0

    def run(self):
        begin = time.perf_counter()
        self.heard = simulate_ducks(ducks(self.count))
        self.seconds = time.perf_counter() - begin


def main(pond_count=4, duck_count=50_000):
    names = ["Mill Pond", "Reed Lake", "Village Green", "Bathtub", "Old Harbour", "Moor Hole"]
    ponds = [Pond(names[i % len(names)], duck_count + 1000 * i) for i in range(pond_count)]

    begin = time.perf_counter()
    for pond in ponds:
        pond.start()
    for pond in ponds:
        pond.join()
    seconds = time.perf_counter() - begin

    # The threads are done, so the order of what is printed does not depend on which pond was fastest.
    for pond in ponds:
        print(f"{pond.name}: {pond.count} ducks in {pond.seconds:.3f} s")
        for sound in sorted(pond.heard, key=lambda sound: (-pond.heard[sound], sound)):
            print(f"{pond.heard[sound]:>10} x {sound}")
    total = sum(sum(pond.heard.values()) for pond in ponds)
    print(f"{total} ducks on {pond_count} ponds in {seconds:.3f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
