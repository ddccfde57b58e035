"""An interpreter of a small language: nodes evaluate themselves, variables in chained scopes, calls, loops left by exceptions."""

SIZE, QUICK = 23, 5


class Return(Exception):
    def __init__(self, value):
        self.value = value


class Number:
    def __init__(self, value):
        self.value = value

    def evaluate(self, scope):
        return self.value


class Variable:
    def __init__(self, name):
        self.name = name

    def evaluate(self, scope):
        while self.name not in scope.values:
            scope = scope.outer
            if scope is None:
                raise NameError(self.name)
        return scope.values[self.name]


class Operation:
    def __init__(self, operator, left, right):
        self.function = OPERATORS[operator]
        self.left = left
        self.right = right

    def evaluate(self, scope):
        return self.function(self.left.evaluate(scope), self.right.evaluate(scope))


class Assign:
    def __init__(self, name, value):
        self.name = name
        self.value = value

    def evaluate(self, scope):
        scope.values[self.name] = self.value.evaluate(scope)


class Sequence:
    def __init__(self, *nodes):
        self.nodes = nodes

    def evaluate(self, scope):
        for node in self.nodes:
            node.evaluate(scope)


class If:
    def __init__(self, condition, body, otherwise=None):
        self.condition = condition
        self.body = body
        self.otherwise = otherwise

    def evaluate(self, scope):
        if self.condition.evaluate(scope):
            self.body.evaluate(scope)
        elif self.otherwise is not None:
            self.otherwise.evaluate(scope)


class While:
    def __init__(self, condition, body):
        self.condition = condition
        self.body = body

    def evaluate(self, scope):
        while self.condition.evaluate(scope):
            self.body.evaluate(scope)


class Give:
    def __init__(self, value):
        self.value = value

    def evaluate(self, scope):
        raise Return(self.value.evaluate(scope))


class Function:
    def __init__(self, name, parameters, body):
        self.name = name
        self.parameters = parameters
        self.body = body

    def evaluate(self, scope):
        self.scope = scope
        scope.values[self.name] = self

    def call(self, arguments):
        scope = Scope(self.scope)
        for name, value in zip(self.parameters, arguments):
            scope.values[name] = value
        try:
            self.body.evaluate(scope)
        except Return as result:
            return result.value
        return 0


class Call:
    def __init__(self, function, *arguments):
        self.function = Variable(function)
        self.arguments = arguments

    def evaluate(self, scope):
        return self.function.evaluate(scope).call([argument.evaluate(scope) for argument in self.arguments])


class Scope:
    def __init__(self, outer):
        self.values = {}
        self.outer = outer


OPERATORS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "%": lambda a, b: a % b,
    "<": lambda a, b: a < b, "==": lambda a, b: a == b,
}


def names(text):
    return [Variable(name) for name in text]


def program(n):
    i, x, total = names(["i", "x", "total"])
    fibonacci = Function("fibonacci", ["x"], Sequence(
        If(Operation("<", x, Number(2)), Give(x)),
        Give(Operation("+", Call("fibonacci", Operation("-", x, Number(1))), Call("fibonacci", Operation("-", x, Number(2)))))))
    collatz = Function("collatz", ["x"], Sequence(
        Assign("i", Number(0)),
        While(Number(1), Sequence(
            If(Operation("==", x, Number(1)), Give(i)),
            If(Operation("==", Operation("%", x, Number(2)), Number(0)),
               Assign("x", Call("half", x)),
               Assign("x", Operation("+", Operation("*", x, Number(3)), Number(1)))),
            Assign("i", Operation("+", i, Number(1)))))))
    half = Function("half", ["x"], Give(Operation("-", x, Call("rest", x, Number(1)))))
    rest = Function("rest", ["x", "i"], Sequence(
        While(Operation("<", Operation("+", i, i), x), Assign("i", Operation("+", i, i))),
        While(Operation("<", Operation("+", i, i), x), Assign("i", Operation("+", i, Number(1)))),
        If(Operation("<", x, Operation("+", i, i)), Give(Operation("-", x, i))),
        Give(i)))
    return Sequence(
        fibonacci, collatz, half, rest,
        Assign("total", Call("fibonacci", Number(n))), Assign("n", Number(1)),
        While(Operation("<", Variable("n"), Number(n)), Sequence(
            Assign("total", Operation("+", total, Call("rest", Variable("n"), Number(1)))),
            Assign("n", Operation("+", Variable("n"), Number(1))))))


def run(n):
    scope = Scope(None)
    program(n).evaluate(scope)
    steps = sum(scope.values["collatz"].call([start]) for start in (1, 2, 4, 8))
    return f"{scope.values['total']} {steps}"


if __name__ == "__main__":
    print(run(SIZE))
