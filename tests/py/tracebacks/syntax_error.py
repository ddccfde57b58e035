# stderr: an uncaught SyntaxError of compiled text
source = "x = 1\nif x = 2:\n    pass\n"
exec(compile(source, "made_up.py", "exec"))
