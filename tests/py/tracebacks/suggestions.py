# stderr: "Did you mean" for attributes and names
import sys


class Duck:
    def __init__(self):
        self.feathers = 1
        self.colour = "white"

    def method(self):
        return colour

    def quack(self):
        return self.fethers


def names():
    length = 5
    return lenght


def builtin():
    return pirnt("x")


def attribute():
    return Duck().color


def module_attribute():
    return sys.exti


def far():
    return Duck().something_else_entirely


def method_call():
    return [].appendd(1)


for f in (names, builtin, attribute, module_attribute, far, method_call, Duck().quack, Duck().method):
    try:
        f()
    except Exception:
        sys.__excepthook__(*sys.exc_info())
