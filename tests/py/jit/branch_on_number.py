# A branch that a trace decided by a variable's type alone: the variable is an int while it is recorded, and None later.
def find(items, limit):
    found = 0
    i = 0
    while i < 300:
        if limit is not None:
            found += 1
        i += 1
    return found


print(find([], 5), find([], None), find([], 7), find([], None), find([], "x"))


def unbound(flag):
    if flag:
        x = 1
    n = 0
    while n < 300:
        n += 1
        if n == 299 or flag:
            x
    return n


print(unbound(True))
try:
    unbound(False)
except UnboundLocalError as error:
    print(error)
