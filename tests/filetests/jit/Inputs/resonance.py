"""Twelve loops, each 16th round of which is not compiled."""

MODEL = """def rounds(n):
    total = 0
    for i in range(n):
        if i & 15 == 0:
            try:
                total += 1
                raise ExceptionGroup("", [ValueError()])
            except* ValueError:
                total += 2
        total += i & 3
    return total
"""
total = 0
for number in range(12):
    space = {}
    exec(compile("\n" * 20 * number + MODEL, "model.py", "exec"), space)
    total += space["rounds"](1400)
print(total)
