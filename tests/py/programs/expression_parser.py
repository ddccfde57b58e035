# A calculator: tokens by hand, a precedence-climbing parser, a tree of nodes, evaluation, simplification, derivatives, errors.
class ParseError(Exception):
    def __init__(self, message, position):
        super().__init__(f"{message} at {position}")
        self.position = position


def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            start = i
            while i < len(text) and (text[i].isdigit() or text[i] == "."):
                i += 1
            word = text[start:i]
            try:
                yield "number", float(word) if "." in word else int(word), start
            except ValueError:
                raise ParseError(f"bad number {word!r}", start) from None
        elif c.isalpha():
            start = i
            while i < len(text) and text[i].isalnum():
                i += 1
            yield "name", text[start:i], start
        elif text[i:i + 2] == "**":
            yield "op", "^", i
            i += 2
        elif c in "+-*/^(),=":
            yield "op", c, i
            i += 1
        else:
            raise ParseError(f"unexpected {c!r}", i)
    yield "end", None, len(text)


class Node:
    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(repr(self))


class Number(Node):
    def __init__(self, value):
        self.value = value

    def evaluate(self, env):
        return self.value

    def derive(self, name):
        return Number(0)

    def __repr__(self):
        return repr(self.value)


class Name(Node):
    def __init__(self, name):
        self.name = name

    def evaluate(self, env):
        if self.name not in env:
            raise NameError(f"{self.name} has no value")
        return env[self.name]

    def derive(self, name):
        return Number(1 if name == self.name else 0)

    def __repr__(self):
        return self.name


class Binary(Node):
    OPS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "^": lambda a, b: a ** b}

    def __init__(self, op, left, right):
        self.op, self.left, self.right = op, left, right

    def evaluate(self, env):
        return self.OPS[self.op](self.left.evaluate(env), self.right.evaluate(env))

    def derive(self, name):
        l, r = self.left, self.right
        dl, dr = l.derive(name), r.derive(name)
        if self.op in "+-":
            return Binary(self.op, dl, dr)
        if self.op == "*":
            return Binary("+", Binary("*", dl, r), Binary("*", l, dr))
        if self.op == "/":
            return Binary("/", Binary("-", Binary("*", dl, r), Binary("*", l, dr)), Binary("^", r, Number(2)))
        if isinstance(r, Number):
            return Binary("*", Binary("*", r, Binary("^", l, Number(r.value - 1))), dl)
        raise NotImplementedError(f"derivative of {self}")

    def __repr__(self):
        return f"({self.left} {self.op} {self.right})"


class Call(Node):
    FUNCTIONS = {"max": max, "min": min, "abs": abs, "sum": lambda *a: sum(a), "sqrt": lambda x: x ** 0.5}

    def __init__(self, name, args):
        self.name, self.args = name, args

    def evaluate(self, env):
        try:
            function = self.FUNCTIONS[self.name]
        except KeyError:
            raise NameError(f"no function {self.name}") from None
        return function(*[a.evaluate(env) for a in self.args])

    def derive(self, name):
        raise NotImplementedError(f"derivative of {self.name}")

    def __repr__(self):
        return f"{self.name}({', '.join(map(repr, self.args))})"


class Parser:
    PRECEDENCE = {"+": (1, 2), "-": (1, 2), "*": (3, 4), "/": (3, 4), "^": (6, 5)}

    def __init__(self, text):
        self.stream = tokens(text)
        self.advance()

    def advance(self):
        self.kind, self.value, self.position = next(self.stream, ("end", None, -1))

    def expect(self, op):
        if (self.kind, self.value) != ("op", op):
            raise ParseError(f"expected {op!r}", self.position)
        self.advance()

    def expression(self, least=0):
        left = self.atom()
        while self.kind == "op" and self.value in self.PRECEDENCE:
            op = self.value
            binds, then = self.PRECEDENCE[op]
            if binds < least:
                break
            self.advance()
            left = Binary(op, left, self.expression(then))
        return left

    def atom(self):
        kind, value, position = self.kind, self.value, self.position
        self.advance()
        match kind, value:
            case "number", n:
                return Number(n)
            case "name", name if (self.kind, self.value) == ("op", "("):
                self.advance()
                args = []
                while (self.kind, self.value) != ("op", ")"):
                    args.append(self.expression())
                    if (self.kind, self.value) == ("op", ","):
                        self.advance()
                self.expect(")")
                return Call(name, args)
            case "name", name:
                return Name(name)
            case "op", "(":
                inside = self.expression()
                self.expect(")")
                return inside
            case "op", "-":
                return Binary("-", Number(0), self.expression(4))
            case _:
                raise ParseError("unexpected end" if kind == "end" else f"unexpected {value!r}", position)

    def parse(self):
        tree = self.expression()
        if self.kind != "end":
            raise ParseError(f"unexpected {self.value!r}", self.position)
        return tree


def simplify(node):
    if not isinstance(node, Binary):
        return node
    l, r = simplify(node.left), simplify(node.right)
    match node.op, l, r:
        case op, Number(), Number() if not (op == "/" and r.value == 0):
            return Number(Binary(op, l, r).evaluate({}))
        case ("+", Number(value=0), x) | ("+", x, Number(value=0)) | ("-", x, Number(value=0)) | ("*", Number(value=1), x) | ("*", x, Number(value=1)) | ("/", x, Number(value=1)) | ("^", x, Number(value=1)):
            return x
        case ("*", Number(value=0), _) | ("*", _, Number(value=0)):
            return Number(0)
        case "^", _, Number(value=0):
            return Number(1)
    return Binary(node.op, l, r)


env = {"x": 3, "y": 4, "half": 0.5}
for text in ("1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "10 - 4 - 3", "-x ^ 2", "8 / 4 / 2", "2 ** -1 + x", "max(x, y, 2) * half", "sqrt(x * x + y * y)", "sum(1, 2, 3) - abs(-7)", "max(min(x, y), sum())", "--x", "1.5 * .5", "x*y/y^2", "  42  "):
    tree = Parser(text).parse()
    print(f"{text:24} {tree!r:44} {tree.evaluate(env)}")
for text in ("", "1 +", "(1", "1 2", "1 + * 2", "2 $ 3", "1..2", "f(1,", ")", "nope + 1", "nope(1)", "1 / 0", "max()", "abs(1, 2)", "x ^ y ^"):
    try:
        print(text, Parser(text).parse().evaluate(env))
    except (ParseError, NameError, ZeroDivisionError, TypeError, ValueError) as error:
        print(f"{text!r}: {type(error).__name__}: {error}")
for text in ("x * x * x", "3 * x ^ 2 + 2 * x + 1", "(x + 1) / (x - 1)", "y * x + y", "2 ^ x", "sqrt(x)"):
    try:
        print(text, "->", simplify(Parser(text).parse().derive("x")))
    except NotImplementedError as error:
        print(text, "->", error)
print(simplify(Parser("0 * x + 1 * (y + 0) ^ 1 - 0").parse()), len({Parser("x+1").parse(), Parser("x + 1").parse()}), sum(Parser("x * x").parse().evaluate({"x": i}) for i in range(200)))
