# stderr: an uncaught exception through three functions, with the expression marked where it is not the whole line
def inner(x):
    return 10 / x


def middle(x):
    value = inner(x) + 1
    return value


def outer():
    print("before")
    middle(0)
    print("never")


outer()
