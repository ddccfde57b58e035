"""Code, classes and modules that inline caches have named die while the caches stay in use."""
import gc
import types


def made(k):
    space = {}
    exec(f"def q(a=0):\n  return {k} + a\n", space)
    return space["q"]


def call(function):
    return function() + function(1)


class Base:
    pass


def instance(k):
    kind = type(f"K{k}", (Base,), {"m": lambda self: k, "__init__": lambda self: setattr(self, "a", k)})
    return kind


def use(kind):
    total = 0
    for _ in range(4):
        o = kind()
        total += o.m() + o.a
    return total


def module(k):
    m = types.ModuleType(f"m{k}")
    m.value = k
    return m


def read(m):
    return m.value + m.value


total = 0
for k in range(600):
    function, kind, m = made(k), instance(k), module(k)
    for _ in range(4):
        total += call(function) + use(kind) + read(m)
    if k % 100 == 99:
        gc.collect()
print(total)
