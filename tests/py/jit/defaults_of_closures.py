# Functions made by one def, each with defaults of its own, called through one variable; defaults that are changed, fewer, more, or gone.
def made(n):
    return [lambda value, offset=k, scale=k * 0.5: value * scale + offset for k in range(n)]


def chain(functions, rounds):
    total = 0
    for i in range(rounds):
        value = i
        for f in functions:
            value = f(value)
        total += value
    return total


def changed(n):
    def make(k):
        def f(a, b=k, *, c=k + 1):
            return a, b, c
        return f

    functions = [make(k) for k in range(3)]
    out = {}
    for i in range(n):
        if i == n // 4:
            functions[1].__defaults__ = ("new",)
        if i == n // 2:
            functions[2].__defaults__ = (10, 20)
        if i == 5 * n // 8:
            functions[0].__kwdefaults__["c"] = "other"
        if i == 3 * n // 4:
            functions[0].__defaults__ = None
        for k, f in enumerate(functions):
            try:
                r = f(i % 2)
            except TypeError as e:
                r = str(e)
            try:
                r = r, f()
            except TypeError as e:
                r = r, str(e)
            out[k, repr(r)] = out.get((k, repr(r)), 0) + 1
    return out


def captured(n):
    total = 0
    for i in range(n):
        add = lambda x, y=i, z=[i]: x + y + z[0]
        total += add(1) + add(1, 2) + add(1, z=[5])
    return total


print(chain(made(4), 300), chain(made(2), 300), captured(300))
for item in changed(400).items():
    print(item)
