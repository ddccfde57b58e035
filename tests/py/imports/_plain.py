"""Doc of _plain."""
print("body of _plain runs")
public, _hidden, __dunder = 1, 2, 3
counter = 0


def bump():
    global counter
    counter += 1
    return counter
