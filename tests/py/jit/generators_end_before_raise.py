# A trace through generators that ends in front of an instruction which raised while it was recorded: the generators further out hold
# at its end what they held before that instruction, and what they were given since they were resumed is still to be stored.
import os


class Place:
    def __init__(self, path):
        self.path = path

    def exists(self):
        try:
            os.stat(self.path)
        except OSError:
            return False
        return True


def existing(path):
    place = Place(path)
    if place.exists():
        yield place


def places(paths):
    for path in paths:
        for place in existing(path):
            yield place


def checked(numbers):
    for n in numbers:
        pair = n, [n]
        try:
            os.stat("/" * (n % 2) + "nothing" * (1 - n % 2))
        except OSError:
            continue
        yield pair


PATHS = ["/no", "/", "/nothing", "/usr", "/not", "/none"]
results = set()
for i in range(30):
    results.add(" ".join(place.path for place in places(PATHS)))
    results.add(str([(a, b, c) for a, b in checked(range(8)) for c in b]))
print(sorted(results))
