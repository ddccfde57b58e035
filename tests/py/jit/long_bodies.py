# Loops and functions whose bodies are longer than one trace: they are compiled in pieces, cut in front of any instruction - between statements,
# in the midst of one, in calls, in generators and under handlers.


class Cell:
    def __init__(self, value):
        self.value = value

    def step(self, by):
        self.value = (self.value * 5 + by) % 1009
        return self.value

    def __add__(self, other):
        return Cell((self.value + other) % 997)


def triple(x):
    return x + x + x


def pairs(n):
    i = 0
    while i < n:
        yield i, n - i
        i += 1


def make(name, line, lines, header="for i in range(n):"):
    body = "".join(f"        {line.format(k=k, j=k % 7, m=(k + 1) % 7)}\n" for k in range(lines))
    text = f"def {name}(n, cells):\n    s0 = s1 = s2 = s3 = s4 = s5 = s6 = 1\n    c = Cell(3)\n    {header}\n{body}    return s0, s1, s2, s3, s4, s5, s6, c.value\n"
    space = {"Cell": Cell, "triple": triple, "pairs": pairs}
    exec(compile(text, name, "exec"), space)
    return space[name]


straight = make("straight", "s{j} = (s{m} * 31 + i + {k}) % 65521", 900)
branches = make("branches", "s{j} = s{j} + 1 if (i ^ s{m}) & {k} else s{m} % 8191 + {k}", 500)
calls = make("calls", "s{j} = triple(s{m} % 1009) + cells[{k} % 3].step(i)", 260)
operators = make("operators", "c = c + ((s{j} + i) % 5 + {k}); s{m} += c.value", 300)
generators = make("generators", "s{j} = sum(a * b for a, b in pairs({k} % 3 + 1)) + s{m} % 4099", 90)
deep = make("deep", "s{j} = (triple(s{m} % 11 + (i + (s{j} % 13 + (triple(i % 5 + {k}) + cells[{k} % 3].step({k}))))), s{m} % 509)[i & 1]", 130)


def caught(name):
    text = "def " + name + "(n, cells):\n    total = 0\n    for i in range(n):\n"
    for k in range(150):
        text += f"        try:\n            total += [{k}, i][(i + {k}) % 5 // 2]\n        except IndexError as e:\n            total += len(str(e)) + {k}\n"
    space = {}
    exec(compile(text + "    return total\n", name, "exec"), space)
    return space[name]


def entry():
    text = "def f(n, cells):\n    if n == 0:\n        return 1\n    s = n\n"
    for k in range(700):
        text += f"    s = (s * 7 + {k}) % 32003\n" + (f"    if s & 1: s += {k}\n" if k % 9 == 0 else "")
    space = {}
    exec(compile(text + "    return s + f(n - 1, cells)\n", "entry", "exec"), space)
    return space["f"]


for function, rounds in (straight, 60), (branches, 60), (calls, 40), (operators, 40), (generators, 40), (deep, 60), (caught("caught"), 60):
    for n in rounds, 3, 7 * rounds:
        cells = [Cell(k) for k in range(3)]
        print(function.__name__, function(n, cells), [cell.value for cell in cells])
print("entry", [entry()(n, None) for n in (3, 50, 120)])
