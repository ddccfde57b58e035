# A loop with an instruction that compiled code leaves to the interpreter, and one with an instruction that is not compiled.
def sets(n):
    total = 0
    for i in range(n):
        total += len({i, total, 1, 2, 3})
    return total


sets(20000)
code = compile("for i in range(20000): del i", "<loop>", "exec")
exec(code)
exec(code)
