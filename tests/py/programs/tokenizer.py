# A tokenizer and a tiny language: statements, while, if, functions with closures, run by a tree walk and by a stack machine.
KEYWORDS = {"let", "while", "if", "else", "fn", "return", "print", "end"}


class Token:
    __slots__ = ("kind", "text", "line")

    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line

    def __repr__(self):
        return f"{self.kind}:{self.text}"


def tokenize(source):
    line, i = 1, 0
    symbols = ("<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ",", "=", ";")
    while i < len(source):
        c = source[i]
        if c == "\n":
            line += 1
            i += 1
        elif c.isspace():
            i += 1
        elif c == "#":
            while i < len(source) and source[i] != "\n":
                i += 1
        elif c.isdigit():
            start = i
            while i < len(source) and source[i].isdigit():
                i += 1
            yield Token("number", source[start:i], line)
        elif c.isalpha() or c == "_":
            start = i
            while i < len(source) and (source[i].isalnum() or source[i] == "_"):
                i += 1
            word = source[start:i]
            yield Token(word if word in KEYWORDS else "name", word, line)
        elif c == '"':
            end = source.find('"', i + 1)
            if end < 0:
                raise SyntaxError(f"line {line}: text without end")
            yield Token("text", source[i + 1:end], line)
            i = end + 1
        else:
            for symbol in symbols:
                if source.startswith(symbol, i):
                    yield Token(symbol, symbol, line)
                    i += len(symbol)
                    break
            else:
                raise SyntaxError(f"line {line}: unexpected {c!r}")
    yield Token("eof", "", line)


class Compiler:
    """Recursive descent straight to instructions of a stack machine."""

    LEVELS = [["==", "!=", "<", ">", "<=", ">="], ["+", "-"], ["*", "/", "%"]]

    def __init__(self, source):
        self.tokens = list(tokenize(source))
        self.at = 0
        self.code = []

    @property
    def token(self):
        return self.tokens[self.at]

    def take(self, kind=None):
        token = self.token
        if kind and token.kind != kind:
            raise SyntaxError(f"line {token.line}: expected {kind}, found {token.text or 'the end'}")
        self.at += 1
        return token

    def emit(self, *instruction):
        self.code.append(list(instruction))
        return len(self.code) - 1

    def program(self):
        while self.token.kind != "eof":
            self.statement()
        self.emit("halt")
        return self.code

    def block(self, *ends):
        while self.token.kind not in ends:
            if self.token.kind == "eof":
                raise SyntaxError(f"line {self.token.line}: expected {' or '.join(ends)}")
            self.statement()

    def statement(self):
        kind = self.token.kind
        if kind == "let":
            self.take()
            name = self.take("name").text
            self.take("=")
            self.expression()
            self.emit("declare", name)
            self.take(";")
        elif kind == "print":
            self.take()
            self.expression()
            self.emit("print")
            self.take(";")
        elif kind == "return":
            self.take()
            self.expression()
            self.emit("return")
            self.take(";")
        elif kind == "while":
            self.take()
            start = len(self.code)
            self.expression()
            leave = self.emit("jump_false", None)
            self.block("end")
            self.take("end")
            self.emit("jump", start)
            self.code[leave][1] = len(self.code)
        elif kind == "if":
            self.take()
            self.expression()
            skip = self.emit("jump_false", None)
            self.block("else", "end")
            if self.token.kind == "else":
                self.take()
                over = self.emit("jump", None)
                self.code[skip][1] = len(self.code)
                self.block("end")
                self.code[over][1] = len(self.code)
            else:
                self.code[skip][1] = len(self.code)
            self.take("end")
        elif kind == "name" and self.tokens[self.at + 1].kind == "=":
            name = self.take().text
            self.take("=")
            self.expression()
            self.emit("assign", name)
            self.take(";")
        else:
            self.expression()
            self.emit("pop")
            self.take(";")

    def expression(self, level=0):
        if level == len(self.LEVELS):
            return self.unary()
        self.expression(level + 1)
        while self.token.kind in self.LEVELS[level]:
            op = self.take().kind
            self.expression(level + 1)
            self.emit("binary", op)

    def unary(self):
        if self.token.kind == "-":
            self.take()
            self.emit("push", 0)
            self.unary()
            self.emit("binary", "-")
        else:
            self.primary()

    def primary(self):
        token = self.take()
        if token.kind == "number":
            self.emit("push", int(token.text))
        elif token.kind == "text":
            self.emit("push", token.text)
        elif token.kind == "name":
            self.emit("load", token.text)
        elif token.kind == "(":
            self.expression()
            self.take(")")
        elif token.kind == "fn":
            self.take("(")
            names = []
            while self.token.kind != ")":
                names.append(self.take("name").text)
                if self.token.kind == ",":
                    self.take()
            self.take(")")
            make = self.emit("function", names, None)
            over = self.emit("jump", None)
            self.code[make][2] = len(self.code)
            self.block("end")
            self.take("end")
            self.emit("push", None)
            self.emit("return")
            self.code[over][1] = len(self.code)
        else:
            raise SyntaxError(f"line {token.line}: unexpected {token.text or 'end'}")
        while self.token.kind == "(":
            self.take()
            count = 0
            while self.token.kind != ")":
                self.expression()
                count += 1
                if self.token.kind == ",":
                    self.take()
            self.take(")")
            self.emit("call", count)


class Scope:
    def __init__(self, parent=None):
        self.names, self.parent = {}, parent

    def find(self, name):
        scope = self
        while scope is not None:
            if name in scope.names:
                return scope
            scope = scope.parent
        raise NameError(name)


class Function:
    def __init__(self, names, entry, scope):
        self.names, self.entry, self.scope = names, entry, scope


def run(source):
    code = Compiler(source).program()
    stack, frames, scope, pc, steps, output = [], [], Scope(), 0, 0, []
    binary = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a // b, "%": lambda a, b: a % b, "<": lambda a, b: a < b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b}
    while True:
        op, *args = code[pc]
        pc += 1
        steps += 1
        if op == "push":
            stack.append(args[0])
        elif op == "load":
            stack.append(scope.find(args[0]).names[args[0]])
        elif op == "declare":
            scope.names[args[0]] = stack.pop()
        elif op == "assign":
            scope.find(args[0]).names[args[0]] = stack.pop()
        elif op == "binary":
            right, left = stack.pop(), stack.pop()
            stack.append(binary[args[0]](left, right))
        elif op == "jump":
            pc = args[0]
        elif op == "jump_false":
            if not stack.pop():
                pc = args[0]
        elif op == "function":
            stack.append(Function(*args, scope))
        elif op == "call":
            values = [stack.pop() for _ in range(args[0])][::-1]
            function = stack.pop()
            if not isinstance(function, Function):
                raise TypeError(f"{function!r} is not a function")
            if len(values) != len(function.names):
                raise TypeError(f"expected {len(function.names)} arguments, got {len(values)}")
            frames.append((pc, scope))
            scope, pc = Scope(function.scope), function.entry
            scope.names.update(zip(function.names, values))
        elif op == "return":
            pc, scope = frames.pop()
        elif op == "print":
            output.append(str(stack.pop()))
        elif op == "pop":
            stack.pop()
        elif op == "halt":
            return output, steps


PROGRAMS = {
    "loop": 'let i = 0; while i < 5 print i * i; i = i + 1; end',
    "fib": "let fib = fn(n) if n < 2 return n; end return fib(n - 1) + fib(n - 2); end; print fib(15);",
    "closure": "let make = fn(start) let n = start; return fn(step) n = n + step; return n; end; end;\nlet a = make(10); let b = make(100);\nprint a(1); print a(2); print b(-1); print a(0);",
    "text": 'let s = "ab"; let i = 0; while i < 3 s = s + "-" + s; i = i + 1; end print s; # a comment\nif s == "x" print "no"; else print "yes"; end',
    "higher": "let twice = fn(f) return fn(x) return f(f(x)); end; end; print twice(twice(fn(x) return x * 3; end))(2);",
    "primes": "let n = 2; let found = 0; while found < 10 let d = 2; let prime = 1; while d * d <= n if n % d == 0 prime = 0; end d = d + 1; end if prime print n; found = found + 1; end n = n + 1; end",
    "precedence": "print 1 + 2 * 3 - 4 / 2 % 2; print -3 * -(1 + 1); print 1 < 2 == 2 > 1;",
    "nothing": "let f = fn() end; print f();",
}
for name, source in PROGRAMS.items():
    output, steps = run(source)
    print(f"{name}: {' '.join(output)} ({steps} steps)")
for source in ("let = 5;", "print 1", "while 1 print 2;", 'print "abc', "print 1 $ 2;", "x;", "print 1();", "let f = fn(a) return a; end; print f();", "print 1 / 0;", 'print 1 + "a";', "(1;", "let f = fn(a b", "end"):
    try:
        print(run(source))
    except (SyntaxError, NameError, TypeError, ZeroDivisionError) as error:
        print(f"{source!r}: {type(error).__name__}: {error}")
print([t for t in tokenize("let x1 = (a<=10) # end\n;")], len(Compiler(PROGRAMS["primes"]).program()))
