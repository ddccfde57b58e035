# exec, eval, compile: namespaces, code objects, modes, errors, line numbers, functions defined inside, __builtins__.
def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


x = "module"
print(eval("1 + 2"), eval("x"), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}), eval("[i for i in range(3)]"), eval("(lambda a: a * 2)(4)"), eval("len('abc')"), eval(b"1 + 1"), eval("  5"), eval("'é'"))
exec("y = 5")
print(y)
names = {}
exec("a = 1\nb = a + 1\ndef f(): return a + b\nclass C: z = b", names)
print(names["a"], names["b"], names["f"](), names["C"].z, sorted(k for k in names if k != "__builtins__"))
g, l = {"x": 1}, {}
exec("y = x + 1\nx = 50", g, l)
print(g["x"], l)


def function_scope():
    local = 1
    exec("local = 2; made = 3")
    try:
        made
    except NameError as error:
        print(error)
    return local, eval("local + 10"), "made" in locals()


print(function_scope())


def with_locals():
    ns = {}
    exec("def inner(n): return n if n < 2 else inner(n - 1) + inner(n - 2)", ns)
    return ns["inner"](15)


print(with_locals())
code = compile("a * b", "<my file>", "eval")
print(eval(code, {"a": 6, "b": 7}), code.co_filename, code.co_name, type(code).__name__, code.co_names, code.co_consts)
code = compile("result = [n * n for n in range(limit)]", "<my file>", "exec")
for limit in (2, 4):
    ns = {"limit": limit}
    exec(code, ns)
    print(ns["result"])
single = compile("1 + 1\n", "<s>", "single")
exec(single)
exec(compile("None", "<s>", "single"))
exec(compile("'shown by repr'", "<s>", "single"))
for f in (lambda: eval(""), lambda: eval("x ="), lambda: eval("x = 1"), lambda: eval("1; 2"), lambda: eval("import os"), lambda: exec("1 +"), lambda: exec("  x = 1"), lambda: eval(5), lambda: exec(5), lambda: eval("x", 5), lambda: exec("x", {}, 5), lambda: eval(None), lambda: compile("1", "f", "nope"), lambda: compile("1", 5, "eval"), lambda: compile(5, "f", "eval"), lambda: compile("1"), lambda: eval("undefined"), lambda: eval("1 / 0"), lambda: exec("raise ValueError('from exec')"), lambda: exec("def f(:"), lambda: eval("'abc"), lambda: exec("x = 1\0"), lambda: eval("yield 1"), lambda: exec("return 1"), lambda: exec("await x"), lambda: eval("a b"), lambda: exec(compile("x", "f", "eval")) or "fine", lambda: eval(compile("q = 1", "f", "exec")), lambda: compile("1", "f", "exec", -1), lambda: eval("__import__('math').floor(2.5)"), lambda: exec("x", [])):
    show(f)


class Mapping(dict):
    def __missing__(self, key):
        return f"<{key}>"


print(eval("unknown", {}, Mapping()), eval("a + b", {"__builtins__": {}}, Mapping(a="A")))


class Custom:
    def __getitem__(self, key):
        if key == "v":
            return 42
        raise KeyError(key)


print(eval("v", {}, Custom()))
show(lambda: eval("w", {}, Custom()))


class Recording:
    def __init__(self):
        self.log = []

    def __getitem__(self, key):
        self.log.append(("get", key))
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.log.append(("set", key, value))

    def __delitem__(self, key):
        self.log.append(("del", key))


r = Recording()
exec("p = 1\nlen\ndel p", {}, r)
print(r.log)


class Namespace(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2 if isinstance(value, int) else value)


n = Namespace()
exec("a = 5\nb = a", {}, n)
print(n)
try:
    exec(compile("def f():\n\n    return 1 / 0\nf()", "made_up.py", "exec"))
except ZeroDivisionError as error:
    tb = error.__traceback__.tb_next
    while tb:
        print(tb.tb_frame.f_code.co_filename, tb.tb_lineno, tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
def f(a, b): return a + b
print(f.__code__.co_varnames, eval(f.__code__.__class__.__name__ == "code" and "1"), sorted(eval("locals()", {}, {"k": 1})), "x" in eval("globals()"))
exec("import math as m, sys\nfrom os import path", names)
print(names["m"].pi > 3, names["path"].sep)
expression = "+".join(str(i) for i in range(200))
print(eval(expression), eval("(" * 50 + "1" + ")" * 50), eval("[" + "0," * 1000 + "]").__len__())
counter = 0
for i in range(50):
    exec("counter += i")
print(counter)
templates = {op: eval(f"lambda a, b: a {op} b") for op in "+-*/"}
print({op: fn(8, 2) for op, fn in templates.items()})
exec("""
def outer(n):
    def inner():
        nonlocal n
        n += 1
        return n
    return inner
counter_function = outer(10)
""")
print(counter_function(), counter_function(), [eval("v * 2") for v in range(3)] if "v" in globals() else [eval("v * 2", {"v": v}) for v in range(3)])
