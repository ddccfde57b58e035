# No memory for the cell of a function that was called where MemoryError is handled; another time there is.
import sys

fail = getattr(sys, "_fail_allocations", lambda *n: None)


def texts(pair):
    return len({repr(len({repr(-number) for other in pair})) for number in range(5, 0, -1)})


def rounds():
    wrong = 0
    for i in range(60):
        try:
            if texts((1, 2)) != 1:
                wrong += 1
        except MemoryError:
            pass
    return wrong


wrong = 0
for every in range(3, 60):
    fail(every, every)
    try:
        wrong += rounds()
    except MemoryError:
        pass
    try:
        fail(0)
    except MemoryError:
        fail(0)
print("wrong:", wrong)
