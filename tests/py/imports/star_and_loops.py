# A star import leaves nothing on the stack: handlers in loops of the same module find their iterator.
from math import *
from _plain import *

for value in (4, "x", 9):
    try:
        print(sqrt(value))
    except TypeError as error:
        print("TypeError", error)
