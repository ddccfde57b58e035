# match at work: a small language's interpreter, JSON-like dispatch, commands; matched in loops so that caches settle.
from dataclasses import dataclass


@dataclass
class Num:
    value: int


@dataclass
class Var:
    name: str


@dataclass
class Bin:
    op: str
    left: object
    right: object


@dataclass
class Let:
    name: str
    value: object
    body: object


@dataclass
class If:
    test: object
    then: object
    other: object


def evaluate(e, env):
    match e:
        case Num(v):
            return v
        case Var(name) if name in env:
            return env[name]
        case Var(name):
            raise NameError(name)
        case Bin("+", l, r):
            return evaluate(l, env) + evaluate(r, env)
        case Bin("*", Num(0), _) | Bin("*", _, Num(0)):
            return 0
        case Bin("*", l, r):
            return evaluate(l, env) * evaluate(r, env)
        case Bin("-", l, r):
            return evaluate(l, env) - evaluate(r, env)
        case Let(name, value, body):
            return evaluate(body, {**env, name: evaluate(value, env)})
        case If(test, then, other):
            return evaluate(then if evaluate(test, env) else other, env)
        case _:
            raise TypeError(f"not an expression: {e!r}")


def simplify(e):
    match e:
        case Bin("+", Num(0), x) | Bin("+", x, Num(0)) | Bin("*", Num(1), x) | Bin("*", x, Num(1)):
            return simplify(x)
        case Bin("*", Num(0), _) | Bin("*", _, Num(0)):
            return Num(0)
        case Bin(op, Num(a), Num(b)) if op in "+-*":
            return Num({"+": a + b, "-": a - b, "*": a * b}[op])
        case Bin(op, l, r):
            new = Bin(op, simplify(l), simplify(r))
            return simplify(new) if new != e else new
        case _:
            return e


program = Let("x", Num(5), Bin("+", Bin("*", Var("x"), Num(3)), If(Var("x"), Bin("-", Var("x"), Num(1)), Num(100))))
print(evaluate(program, {}), program)
print(simplify(Bin("+", Bin("*", Num(1), Var("a")), Bin("*", Num(0), Var("b")))), simplify(Bin("-", Bin("+", Num(1), Num(2)), Num(3))))
for bad in (Var("nope"), "text", Bin("/", Num(1), Num(2))):
    try:
        evaluate(bad, {})
    except (NameError, TypeError) as error:
        print(type(error).__name__, error)
total = 0
for i in range(300):
    total += evaluate(program, {"y": i}) + evaluate(Bin("*", Num(i), Num(2)), {})
print(total)


def describe(data):
    match data:
        case {"type": "duck", "name": str(name), "age": int(age)} if age >= 0:
            return f"duck {name}, {age}"
        case {"type": "pond", "ducks": [first, *others]}:
            return f"pond: {describe(first)} and {len(others)} more"
        case {"type": "pond", "ducks": []}:
            return "empty pond"
        case {"type": kind}:
            return f"unknown {kind}"
        case [x, y] | (x, y):
            return f"pair {x} {y}"
        case [{"type": _}, *_]:
            return f"list of {len(data)}"
        case str() | bytes():
            return f"text of {len(data)}"
        case int() | float():
            return f"number {data}"
        case None:
            return "nothing"
        case _:
            return "?"


items = [{"type": "duck", "name": "a", "age": 3}, {"type": "duck", "name": "b", "age": -1}, {"type": "pond", "ducks": [{"type": "duck", "name": "c", "age": 1}, 1, 2]}, {"type": "pond", "ducks": []}, {"type": 5}, [1, 2], [{"type": 1}], "text", b"by", 1.5, None, {}, [], (), [1, 2, 3]]
print([describe(i) for i in items])


def run(commands):
    stack, log = [], []
    for command in commands:
        match command.split():
            case ["push", *values]:
                stack.extend(int(v) for v in values)
            case ["pop"] if stack:
                log.append(stack.pop())
            case ["pop"]:
                log.append("empty")
            case [("add" | "mul") as op] if len(stack) >= 2:
                b, a = stack.pop(), stack.pop()
                stack.append(a + b if op == "add" else a * b)
            case ["dup", n] if n.isdigit():
                stack += [stack[-1]] * int(n)
            case []:
                log.append("blank")
            case [name, *_]:
                log.append(f"{name}?")
    return stack, log


print(run(["push 1 2 3", "add", "mul", "dup 2", "", "pop", "jump 5 6", "pop", "pop", "pop", "add"]))
counts = {}
for i in range(1000):
    match i % 15, i % 5, i % 3:
        case 0, _, _:
            key = "fizzbuzz"
        case _, 0, _:
            key = "buzz"
        case _, _, 0:
            key = "fizz"
        case _:
            key = "none"
    counts[key] = counts.get(key, 0) + 1
print(counts)
