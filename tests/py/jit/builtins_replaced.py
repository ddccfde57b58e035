# Builtins and globals that change, vanish and come back while the loops that use them run.
import builtins


def lengths(n):
    seen = []
    for i in range(n):
        if i == n // 3:
            builtins.len = lambda x: -1
        if i == n // 2:
            globals()["len"] = lambda x: -2
        if i == n - 5:
            del globals()["len"]
        if i == n - 3:
            builtins.len = real_len
        seen.append(len("abc"))
    return [(x, seen.count(x)) for x in dict.fromkeys(seen)]


real_len = len
for n in (60, 90, 60):
    print(lengths(n), len("ab"))


def ranges(n):
    total = 0
    real = range
    for i in real(n):
        for j in range(3):
            total += j
        if i == n - 20:
            builtins.range = lambda k: iter([100])
        elif i == n - 10:
            builtins.range = real
    return total


print(ranges(80), ranges(80), list(range(3)))


def isinstances(n):
    real = isinstance
    found = [0, 0]
    for i in real and [0] * n:
        found[isinstance(i, int)] += 1
        if found[1] == n // 2:
            builtins.isinstance = lambda a, b: False
    builtins.isinstance = real
    return found


print(isinstances(80), isinstance(3, int))


def prints(n):
    out = []
    real = builtins.print
    builtins.print = lambda *a: out.append(a)
    try:
        for i in range(n):
            print(i)
            if i == n // 2:
                builtins.print = lambda *a: out.append(("second",) + a)
    finally:
        builtins.print = real
    return out[0], out[n // 2], out[-1], len(out)


print(prints(70))


def shadows(n):
    total = 0
    for i in range(n):
        total += abs(-i)
        if i == n // 2:
            exec("def abs(x): return 1000", globals())
    del globals()["abs"]
    return total


print(shadows(60), abs(-3))


def missing(n):
    caught = 0
    for i in range(n):
        try:
            if i % 7 == 3:
                del globals()["gone"]
            else:
                globals()["gone"] = i
            caught += gone - i
        except NameError as error:
            caught += 1000
            assert str(error) == "name 'gone' is not defined"
    return caught


print(missing(100))


def deleted_locals(n):
    total = 0
    for i in range(n):
        if i % 5:
            value = i
        try:
            total += value
            del value
        except UnboundLocalError as error:
            total += 1000
    return total


print(deleted_locals(100))


class Spaced(dict):
    def __missing__(self, key):
        if key == "absent":
            return 7
        raise KeyError(key)


space = Spaced(n=90, range=range)
exec("""
total = 0
for i in range(n):
    total += absent
    if i == 50: absent = 1
""", space)
print(space["total"], space["absent"])


def __getattr__(name):
    return 5


import sys
me = sys.modules[__name__]
total = 0
for i in range(100):
    total += me.invented
    if i == 60:
        me.invented = 1
    if i == 80:
        del me.invented
print(total)
