print("import", __name__, __package__)
value = 1


def up():
    from . import second
    return second.value
