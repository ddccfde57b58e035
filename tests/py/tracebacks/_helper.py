"""Functions that fail, for module_frames.py."""


def call(function):
    return function()


def broken(thing):
    return thing.no_such_attribute
