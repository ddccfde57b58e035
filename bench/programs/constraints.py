"""An incremental solver of one-way constraints with strengths (in the style of DeltaBlue): graphs of small objects."""

SIZE, QUICK = 7000, 20

REQUIRED, STRONG, NORMAL, WEAK, WEAKEST = range(5)


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAKEST
        self.stay = True
        self.mark = 0

    def add(self, constraint):
        self.constraints.append(constraint)

    def remove(self, constraint):
        self.constraints.remove(constraint)
        if self.determined_by is constraint:
            self.determined_by = None


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def is_input(self):
        return False

    def connect(self, solver):
        for variable in self.variables():
            variable.add(self)
        self.unsatisfy()
        solver.incremental_add(self)

    def destroy(self, solver):
        if self.is_satisfied():
            solver.incremental_remove(self)
        else:
            for variable in self.variables():
                variable.remove(self)

    def satisfy(self, mark, solver):
        """Chooses a direction; returns the constraint it displaced."""
        self.choose_method(mark)
        if not self.is_satisfied():
            if self.strength == REQUIRED:
                raise ValueError("a required constraint cannot be satisfied")
            return None
        for variable in self.inputs():
            variable.mark = mark
        output = self.output()
        displaced = output.determined_by
        if displaced is not None:
            displaced.unsatisfy()
        output.determined_by = self
        if not solver.propagate(self, mark):
            raise ValueError("cycle")
        output.mark = mark
        return displaced


class Unary(Constraint):
    def __init__(self, variable, strength, solver):
        super().__init__(strength)
        self.target = variable
        self.satisfied = False
        self.connect(solver)

    def variables(self):
        return (self.target,)

    def inputs(self):
        return ()

    def output(self):
        return self.target

    def is_satisfied(self):
        return self.satisfied

    def unsatisfy(self):
        self.satisfied = False

    def choose_method(self, mark):
        target = self.target
        self.satisfied = target.mark != mark and self.strength < target.strength

    def recalculate(self):
        target = self.target
        target.strength = self.strength
        target.stay = not self.is_input()
        if target.stay:
            self.execute()

    def inputs_known(self, mark):
        return True


class Stay(Unary):
    def execute(self):
        pass


class Edit(Unary):
    def is_input(self):
        return True

    def execute(self):
        pass


class Binary(Constraint):
    def __init__(self, first, second, strength, solver):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.direction = 0  # 1: first -> second, -1: second -> first
        self.connect(solver)

    def variables(self):
        return (self.first, self.second)

    def input(self):
        return self.first if self.direction > 0 else self.second

    def inputs(self):
        return (self.input(),)

    def output(self):
        return self.second if self.direction > 0 else self.first

    def is_satisfied(self):
        return self.direction != 0

    def unsatisfy(self):
        self.direction = 0

    def choose_method(self, mark):
        first, second, strength = self.first, self.second, self.strength
        if first.mark == mark:
            self.direction = 1 if second.mark != mark and strength < second.strength else 0
        elif second.mark == mark:
            self.direction = -1 if strength < first.strength else 0
        elif first.strength > second.strength:
            self.direction = -1 if strength < first.strength else 0
        else:
            self.direction = 1 if strength < second.strength else 0

    def recalculate(self):
        source, target = self.input(), self.output()
        target.strength = max(self.strength, source.strength)
        target.stay = source.stay
        if target.stay:
            self.execute()

    def inputs_known(self, mark):
        source = self.input()
        return source.mark == mark or source.stay or source.determined_by is None


class Equal(Binary):
    def execute(self):
        self.output().value = self.input().value


class Scale(Binary):
    def __init__(self, source, factor, offset, target, strength, solver):
        self.factor = factor
        self.offset = offset
        super().__init__(source, target, strength, solver)

    def variables(self):
        return (self.first, self.second, self.factor, self.offset)

    def inputs(self):
        return (self.input(), self.factor, self.offset)

    def execute(self):
        if self.direction > 0:
            self.second.value = self.first.value * self.factor.value + self.offset.value
        else:
            self.first.value = (self.second.value - self.offset.value) // self.factor.value

    def recalculate(self):
        source, target = self.input(), self.output()
        target.strength = max(self.strength, source.strength)
        target.stay = source.stay and self.factor.stay and self.offset.stay
        if target.stay:
            self.execute()


class Solver:
    def __init__(self):
        self.mark = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def incremental_add(self, constraint):
        mark = self.new_mark()
        displaced = constraint.satisfy(mark, self)
        while displaced is not None:
            displaced = displaced.satisfy(mark, self)

    def incremental_remove(self, constraint):
        output = constraint.output()
        constraint.unsatisfy()
        for variable in constraint.variables():
            variable.remove(constraint)
        unsatisfied = self.remove_downstream(output)
        for strength in (REQUIRED, STRONG, NORMAL, WEAK):
            for other in unsatisfied:
                if other.strength == strength:
                    self.incremental_add(other)

    def remove_downstream(self, output):
        output.determined_by = None
        output.strength = WEAKEST
        output.stay = True
        unsatisfied, todo = [], [output]
        while todo:
            variable = todo.pop()
            for constraint in variable.constraints:
                if not constraint.is_satisfied():
                    unsatisfied.append(constraint)
            self.add_consumers(variable, todo, outputs=True)
        return unsatisfied

    def add_consumers(self, variable, found, outputs=False):
        determined_by = variable.determined_by
        for constraint in variable.constraints:
            if constraint is not determined_by and constraint.is_satisfied():
                if outputs:
                    constraint.recalculate()
                    found.append(constraint.output())
                else:
                    found.append(constraint)

    def propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            current = todo.pop()
            if current.output().mark == mark:
                self.incremental_remove(constraint)
                return False
            current.recalculate()
            self.add_consumers(current.output(), todo)
        return True

    def plan(self, constraints):
        """The satisfied constraints downstream of `constraints`, in an order in which they can be executed."""
        todo = [c for c in constraints if c.is_input() and c.is_satisfied()]
        mark = self.new_mark()
        steps = []
        while todo:
            constraint = todo.pop()
            output = constraint.output()
            if output.mark != mark and constraint.inputs_known(mark):
                steps.append(constraint)
                output.mark = mark
                self.add_consumers(output, todo)
        return steps


def set_and_propagate(solver, variable, values):
    edit = Edit(variable, STRONG, solver)
    steps = solver.plan([edit])
    for value in values:
        variable.value = value
        for constraint in steps:
            constraint.execute()
    edit.destroy(solver)


def chain(n):
    solver = Solver()
    variables = [Variable(f"v{i}", 0) for i in range(n + 1)]
    for left, right in zip(variables, variables[1:]):
        Equal(left, right, REQUIRED, solver)
    Stay(variables[-1], NORMAL, solver)
    set_and_propagate(solver, variables[0], range(50))
    return variables[-1].value


def projection(n):
    solver = Solver()
    factor, offset = Variable("factor", 10), Variable("offset", 1000)
    targets = []
    for i in range(n):
        source, target = Variable(f"s{i}", i), Variable(f"t{i}", i)
        Stay(source, NORMAL, solver)
        Scale(source, factor, offset, target, REQUIRED, solver)
        targets.append((source, target))
    set_and_propagate(solver, targets[0][0], [17])
    set_and_propagate(solver, targets[0][1], [1050])
    set_and_propagate(solver, factor, [5])
    set_and_propagate(solver, offset, [2000])
    return sum(target.value for _, target in targets) + targets[0][0].value


def run(n):
    return f"{chain(n)} {projection(n)}"


if __name__ == "__main__":
    print(run(SIZE))
