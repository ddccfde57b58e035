import gc
import weakref


class Thing:
    pass


def forgotten():
    thing = Thing()
    seen = weakref.ref(thing)
    del thing
    gc.collect()
    return seen() is None


def hot(n):
    total = 0
    for i in range(n):
        total += i
    return total


print(forgotten(), hot(3000), forgotten())
