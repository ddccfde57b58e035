"""One code object, several module namespaces: what a function reads is its own, however warm the code is."""
import types

definition = compile("def f():\n  return x\n\ndef g():\n  global x\n  x += 10\n  return len(str(x))\n", "m", "exec")
spaces = [{"x": 1}, {"x": 2}]
functions = []
for space in spaces:
    exec(definition, space)
    functions.append((space["f"], space["g"]))
for _ in range(100):
    seen = [f() for f, _ in functions]
print(seen)
print([[g() for _ in range(5)] for _, g in functions], [space["x"] for space in spaces])

other = types.FunctionType(functions[0][0].__code__, {"x": 3})
print(other(), [f() for f, _ in functions])


def late():
    return missing


missing = "ours"
print([late() for _ in range(5)][-1])
theirs = types.FunctionType((lambda: 0).__code__, {"missing": "theirs"})
theirs.__code__ = late.__code__
print(theirs(), late(), theirs())

loop = compile("for i in range(5): y = x\n", "m", "exec")
stores = compile("global z\nfor i in range(5): z = x\n", "m", "exec")
for space in spaces:
    exec(loop, space)
    exec(stores, space)
    print(space["y"], space["z"])

own_builtins = types.FunctionType(compile("len(x)", "m", "eval"), {"x": "abc", "__builtins__": {"len": lambda v: "mine"}})
print(own_builtins(), own_builtins(), own_builtins())
