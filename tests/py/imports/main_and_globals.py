# The main module: __name__, globals across modules, functions that see their own module's names, monkey patching.
import sys
import _plain

print(__name__, sys.modules["__main__"].__dict__ is globals(), __doc__, __file__.endswith("main_and_globals.py"), __package__, type(__builtins__).__name__)
counter = "main's counter"
print(_plain.bump(), counter, _plain.bump.__globals__ is _plain.__dict__, _plain.bump.__module__)
_plain.counter = 50
print(_plain.bump())
_plain.bump.__globals__["counter"] = 70
print(_plain.bump(), _plain.counter)
main = sys.modules["__main__"]
main.new_name = "set through the module"
print(new_name)
globals()["another"] = 5
print(another, main.another, "another" in dir(main))
del main.another
try:
    another
except NameError as error:
    print(error)


def reads():
    return value


try:
    reads()
except NameError as error:
    print(error)
value = 1
print(reads())
main.value = 2
print(reads())
del value
try:
    reads()
except NameError as error:
    print(error)
value = 3
print(reads())
import builtins
builtins.value_in_builtins = "builtin"
print(value_in_builtins)
value_in_builtins = "global hides it"
print(value_in_builtins)
del value_in_builtins
print(value_in_builtins)
del builtins.value_in_builtins
try:
    value_in_builtins
except NameError as error:
    print(error)


def patched():
    return _plain.bump()


original = _plain.bump
results = []
for i in range(400):
    if i == 200:
        _plain.bump = lambda: -1
    if i == 300:
        _plain.bump = original
    results.append(patched())
print(results[0], results[199], results[200], results[299], results[300], results[399])
namespace = {"x": 1}
exec("def f(): return x\ny = f() + 1\nx = 10", namespace)
print(namespace["f"](), namespace["y"], "__builtins__" in namespace)
namespace["x"] = 20
print(namespace["f"]())
separate = {"__builtins__": {"len": lambda v: "restricted len"}}
exec("r = len([])", separate)
print(separate["r"])
try:
    exec("print(1)", {"__builtins__": {}})
except NameError as error:
    print(error)
many = type(sys)("many")
for i in range(300):
    setattr(many, f"name{i}", i)
print(sum(getattr(many, f"name{i}") for i in range(300)), len([n for n in dir(many) if n.startswith("name")]))
