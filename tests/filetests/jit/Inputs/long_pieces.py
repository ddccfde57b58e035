"""A loop and a function whose bodies are longer than one trace may be."""
LOOP = "def rounds(n):\n    a = b = 1\n    for i in range(n):\n" + "        a, b = (b * 31 + i) % 65521, a\n" * 900 + "    return a\n"
FUNCTION = "def once(n):\n    a = b = n\n" + "    a, b = (b * 31 + n) % 65521, a\n" * 900 + "    return a\n"
space = {}
exec(compile(LOOP, "loop.py", "exec"), space)
exec(compile(FUNCTION, "function.py", "exec"), space)
print(space["rounds"](400), sum(map(space["once"], range(400))))
