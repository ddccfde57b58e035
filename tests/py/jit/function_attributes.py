# Functions keep their own attributes in cells, which compiled code reads and writes; deleted, replaced, seen through __dict__, and of
# other functions they are what they are elsewhere.


def counted(n):
    if n == 0:
        return counted.base
    counted.calls += 1
    return counted(n - 1) + counted.step


counted.calls = 0
counted.base = 100
counted.step = 1


def run(n):
    total = 0
    for i in range(n):
        total += counted(3)
    return total


print(run(3000), counted.calls, sorted(vars(counted)))
counted.step = 2.5  # a fact until now
print(run(3000), counted.calls)
counted.__dict__["step"] = "no number"
try:
    run(10)
except TypeError as error:
    print(error)
counted.__dict__["step"] = -1
print(run(3000), counted.calls)


def through_dict(n):
    names = counted.__dict__
    for i in range(n):
        counted.calls = i
        if names["calls"] != i:
            print("stale", i)
        names["calls"] = i + 1
        if counted.calls != i + 1:
            print("stale", i)
    return counted.calls, list(names)


print(through_dict(3000))


def deleted(n):
    missed = 0
    for i in range(n):
        counted.extra = i
        if i % 1000 == 999:
            del counted.extra
        try:
            missed -= counted.extra & 1
        except AttributeError as error:
            missed += 1000
            print(error)
    return missed


print(deleted(3000))


def replaced(n):
    seen = []
    for i in range(n):
        if i == n - 5:
            counted.__dict__ = {"calls": -7, "base": 0, "step": 0}
        counted.calls += 1
        if i > n - 8:
            seen.append(counted.calls)
    return seen, counted.__dict__


print(replaced(3000))


# Names that the class has are not the function's own.
def named(n):
    texts = set()
    for i in range(n):
        texts.add(counted.__name__)
        counted.__name__ = "counted" if i & 1 else "other"
        counted.__doc__ = i
    return sorted(texts), counted.__doc__, "__name__" in counted.__dict__


print(named(3000))


# Several functions at one place, attributes that are functions, and what others hold of the same name.
def maker(k):
    def made():
        return made.value
    made.value = k
    made.twice = lambda: made.value * 2
    return made


functions = [maker(k) for k in range(5)]


def several(n):
    total = 0
    for i in range(n):
        f = functions[i % 5]
        f.value += 1
        total += f() + f.twice()
    return total, [f.value for f in functions]


print(several(4000))


class Held:
    def method(self):
        return Held.method.calls


Held.method.calls = 3


def of_methods(n):
    held = Held()
    total = 0
    for i in range(n):
        Held.method.calls += 1
        total += held.method()
        total -= held.method.calls
    try:
        held.method.calls = 1
    except AttributeError as error:
        print(error)
    return total


print(of_methods(3000))
copied = dict(functions[0].__dict__)
copied["value"] = -1
print(functions[0].value, copied["value"], functions[0].__dict__ is functions[0].__dict__)
functions[0].__dict__.clear()
print(vars(functions[0]), hasattr(functions[0], "value"))
