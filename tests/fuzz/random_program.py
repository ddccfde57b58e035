#!/usr/bin/python3.11
"""Random terminating programs: tests/fuzz/random_program.py SEED [--long] prints one.

A program defines classes, functions and generators, and main(), whose loops run often enough to be compiled and do to them what
traces rely on not to happen: types change, attributes come and go, globals and methods are replaced, errors are raised in the middle.
Equal seeds give equal programs.
"""
import random
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
from random_expressions import WIDE, Expressions  # noqa: E402
from random_machines import Machines  # noqa: E402
from random_pieces import Pieces  # noqa: E402
from random_statements import Scope, Statements  # noqa: E402

HEAD = """import sys
from functools import reduce
from math import floor, sqrt
from observe import Gate, Place, error, finish, frames, note
INF, NAN = float('inf'), float('nan')


class Trouble(Exception):
    pass


def cut(n):
    return n if -(1 << 72) < n < 1 << 72 else n % 1000003


def walk(n):
    for j in range(n):
        yield j
"""


class Callable(NamedTuple):
    name: str
    kind: str    # plain, recursive, generator
    cost: int    # statements it runs, about
    limit: int = 0


class Class(NamedTuple):
    name: str


class Program(Expressions, Statements, Machines, Pieces):
    def __init__(self, seed, long=False):
        self.rng = random.Random(seed)
        self.lines, self.indent = [], 0
        self.functions, self.generators, self.classes, self.machines = [], [], [], []
        self.globals = {"num": []}
        self.global_names = set()
        self.shadowed = set()
        self.counters = {}
        self.weight = self.in_try = self.cost = 0
        self.in_source = 0  # of a comprehension, where no assignment may stand
        self.budget = 150
        self.method_cost = 0
        self.turns = (self.rng.randint(400, 900) if long else self.rng.randint(90, 240))
        self.scope = Scope()
        self.long = long
        self.floats = self.pick(0.02, 0.05, 0.12)  # how many leaves of expressions are float constants

    def fresh(self, prefix):
        number = self.counters[prefix] = self.counters.get(prefix, -1) + 1
        return f"{prefix}{number}"

    def program(self):
        """The program's text."""
        for _ in range(self.rng.randint(2, 4)):
            g = self.fresh("G")
            self.line(f"{g} = {self.literal() if self.chance(70) else self.pick('0.5', '1e300', 'True', '7.0')}")
            self.globals["num"].append(g)
            self.global_names.add(g)
        for _ in range(self.rng.choice((0, 1, 1, 2, 2, 3))):
            self.define_function()
        for _ in range(self.rng.choice((0, 1, 2, 2, 3))):
            self.define_class()
        for _ in range(self.rng.choice((0, 1, 1, 2))):
            self.define_generator()
        for _ in range(self.rng.choice((0, 1, 2))):
            self.define_function()
        if self.chance(15):
            self.chain_of_calls()
        for _ in range(self.rng.choice((0, 1, 1, 2, 3))):
            self.define_machine()
        self.main()
        tail = "".join(f"globals().pop({name!r}, None)\n" for name in sorted(self.shadowed))
        return HEAD + "\n\n" + "\n".join(self.lines) + "\n\n\nfinish(main)\n" + tail

    # -- definitions ---------------------------------------------------------------------------------------------------------

    def begin_scope(self, *parameters):
        scope = Scope()
        for name in parameters:
            scope.add("num", name)
        before, self.scope = self.scope, scope
        self.weight, self.cost = 1, 0
        self.in_try = 0
        return before

    def define_function(self):
        name = self.fresh("f")
        recursive = self.chance(25)
        before = self.begin_scope("a", "b")
        self.budget = 12 if recursive else self.pick(8, 40, 150)
        default = self.pick("", "=2", "=2", f"={self.literal()}", "=0.5")
        self.line("")
        self.line("")
        limit = 0
        first = "=1" if not recursive and self.chance(70) else ""
        with self.block(f"def {name}(a{first}, b{default or '=3'}):"):
            if self.chance(20):
                self.line(f"global {self.globals['num'][0]}")
                self.scope.add("num", self.globals["num"][0])
            if recursive:
                self.scope.own["num"].remove("a")  # it counts down; how deep one may recurse is each runtime's own matter
                limit = self.pick(3, 7, 15)
                self.line(f"if a <= 0: return {self.bounded(1)}")
            self.locals_of_function(self.rng.randint(0, 2))
            self.statements(self.rng.randint(0, 4), self.rng.randint(0, 2))
            if recursive:
                first, rest = f"{name}(a - 1, {self.num(1)})", self.bounded(1)
                double = limit == 3
                self.line(f"return cut({first} {self.pick('+', '-')} {f'{name}(a - 2, b)' if double else rest})")
            else:
                self.line(f"return {self.bounded(3)}")
        calls = {0: 1, 3: 8, 7: 8, 15: 16}[limit]
        self.functions.append(Callable(name, "recursive" if recursive else "plain", (self.cost + 3) * calls, limit))
        self.scope = before

    def chain_of_calls(self):
        """Functions that call each other in a row, deeper than a trace follows."""
        depth = self.rng.randint(5, 16)
        names = [self.fresh("f") for _ in range(depth)]
        for at, name in enumerate(names):
            self.begin_scope("a", "b")
            self.line("")
            self.line("")
            with self.block(f"def {name}(a=1, b=2):"):
                if self.chance(40):
                    self.line(f"if {self.truth(2)}: b = {self.bounded(1)}")
                if self.chance(10):
                    self.line(f"if a == {self.moment()}: raise Trouble(a)")
                if at + 1 < depth:
                    self.line(self.pick(f"return cut({names[at + 1]}(a, {self.bounded(1)}) + {self.num(1)})", f"b = {names[at + 1]}({self.bounded(1)}, b)\n    return b"))
                else:
                    self.line(self.pick(f"return {self.bounded(2)}", f"return frames({depth}) + a"))
        self.functions.append(Callable(names[0], "plain", depth * 2))

    def define_search(self):
        """A generator that yields what the system says is there: seldom all it looks at."""
        name = self.fresh("seek")
        before = self.begin_scope("n")
        self.budget = 60
        self.line("")
        self.line("")
        with self.block(f"def {name}(n):"):
            self.scope.generator = True
            self.locals_of_function(1)
            self.line(f"place = Place({self.pick('n', 'n', 'n >> 1', 'n + 1')})")
            self.statements(self.rng.randint(0, 2), 0)
            with self.block("if place.there():"):
                self.statements(self.rng.randint(0, 1), 0)
                self.line("yield place")
            self.scope = before
        return name

    def define_generator(self):
        seek = self.define_search() if self.chance(35) else None
        name = self.fresh("gen")
        before = self.begin_scope("a")
        self.budget = 60
        i = self.fresh("i")
        self.line("")
        self.line("")
        with self.block(f"def {name}(a):"):
            self.scope.generator = True
            self.locals_of_function(1)
            tried = self.chance(50)
            with self.block("try:" if tried else "if a is not None:"):
                with self.block(f"for {i} in range(a):"):
                    self.weight = 8
                    self.scope.loops.append(i)
                    self.scope.loop_depth = 1
                    self.statements(self.rng.randint(0, 2), 1)
                    self.line(self.pick(f"yield {self.num(2)}", f"yield {i}", f"got = yield {self.num(1)}"))
                    if self.lines[-1].lstrip().startswith("got"):
                        self.line("if got is not None: note(got)")
                    self.statements(self.rng.randint(0, 1), 1)
                    if seek is not None:
                        self.line(f"for q in {seek}({i}): yield q.n{self.pick('', ' + 1', ' & 7')}")
                    if self.generators and self.chance(20):
                        self.line(f"yield from {self.generators[0].name}({i} & 1)")
                    if self.generators and self.chance(25):
                        self.line(f"for q in {self.rng.choice(self.generators).name}({i} & 3): yield q")
                    self.scope.loop_depth = 0
                    self.scope.loops.remove(i)
            if tried:
                if self.chance(50):
                    with self.block("finally:"):
                        self.line("a = 0")  # says nothing: when it runs in a generator nobody holds is the collector's choice
                else:
                    with self.block("except Trouble as e:"):
                        self.line("error(e)")
            if self.chance(30):
                self.line(f"return {self.num(0)}")
        self.generators.append(Callable(name, "generator", self.cost + 40))
        self.scope = before

    def define_class(self):
        name = self.fresh("C")
        base = self.rng.choice(self.classes).name if self.classes and self.chance(65) else None
        slots = base is None and self.chance(15)
        self.line("")
        self.line("")
        most = 0
        with self.block(f"class {name}({base}):" if base else f"class {name}:"):
            if slots:
                self.line("__slots__ = ('n', 'x', '__dict__')" if self.chance(60) else "__slots__ = ('n', 'x', 'extra0', 'extra1')")
            self.scope = Scope(in_class=True)
            if not base or self.chance(60):
                self.line(f"k = {self.literal()}")
            if not base or self.chance(40):
                self.line(f"w = {self.pick('0.5', '2', '-1.0', 'True')}")
            if not base or self.chance(30):
                with self.method("__init__", "n, x=0.5"):
                    if base and self.chance(70):
                        self.line("super().__init__(n, x)")
                        self.line(f"self.n = cut({self.num(1)})")
                    else:
                        self.line(f"self.n = {self.pick('n', 'n', 'cut(n + 1)')}")
                        self.line(f"self.x = {self.pick('x', 'x', 'cut(n)')}")
            for method, arguments in (("step", "a=1, b=2"), ("fixed", "a=3, b=4")):
                if base and self.chance(45):
                    continue
                decorated = method == "fixed" and self.chance(60)
                if decorated:
                    self.line("@staticmethod")
                with self.method(method, arguments, receiver=None if decorated else "self"):
                    self.budget = self.pick(6, 20, 60)
                    self.statements(self.rng.randint(0, 3), self.rng.randint(0, 1))
                    if base and method == "step" and self.chance(30):
                        self.line(f"b = super().step(a, {self.num(0)})")
                    self.line(f"return {self.bounded(2)}")
                    most = max(most, self.cost)
            if not base or self.chance(40):
                with self.method("get", ""):
                    self.line(f"return {self.pick('self.n', 'self.x', 'self.k', 'cut(self.n + self.k)')}")
                self.line("@classmethod")
                with self.method("made", "n", receiver="cls"):
                    self.line(f"return cls({self.num(1)})")
                self.line("@property")
                with self.method("p", ""):
                    self.line(f"return {self.pick('self.n', 'cut(self.n * 2)', 'self.x', 'self.k')}")
                self.line("@p.setter")
                with self.method("p", "value"):
                    self.line(f"self.{self.pick('n', 'x', 'n')} = value")
            self.special_methods()
        self.method_cost = max(self.method_cost, most + 6)
        self.classes.append(Class(name))
        self.scope = Scope()

    def special_methods(self):
        for method, arguments, result in (
                ("__add__", "other", "cut(self.n + 1)"), ("__radd__", "other", "cut(self.n - 1)"), ("__eq__", "other", "self is other or self.n == 3"),
                ("__lt__", "other", "self.n < 5"), ("__bool__", "", "self.n != 7"), ("__len__", "", "3"), ("__contains__", "item", "item == self.n"),
                ("__getitem__", "i", "self.at(i)"), ("__iter__", "", "iter((1, self.n, 2))"), ("__call__", "a=1", "self.n"), ("__neg__", "", "0"),
                ("__getattr__", "name", "len(name)"), ("__mul__", "other", "2"), ("__iadd__", "other", "self"), ("__float__", "", "1.5"), ("__index__", "", "2"),
                ("__int__", "", "4"), ("__hash__", "", "11"), ("__mod__", "other", "1"), ("__sub__", "other", "other")):
            if not self.chance(9):
                continue
            with self.method(method, arguments):
                if method == "__getitem__":
                    self.line("if i > 4: raise IndexError(i)")
                    self.line("return self.n")
                elif method == "__getattr__" and self.chance(50):
                    self.line("raise AttributeError(name + ' is not there')")
                else:
                    if self.chance(10):
                        self.line(f"note({method!r})")
                    if self.chance(8):
                        self.line("if self.n == 5: raise Trouble(self.n)")
                    self.line(f"return {result}")

    def method(self, name, arguments, receiver="self"):
        self.begin_scope(*[a.split("=")[0] for a in arguments.split(", ") if a])
        self.budget = 10
        if receiver == "self":
            for attribute in ("self.n", "self.n", "self.k"):
                self.scope.names.setdefault("num", []).append(attribute)
            self.scope.add("float", "self.x", own=name in ("step", "get"))
            if name in ("step", "get"):
                self.scope.own.setdefault("num", []).append("self.n")
        self.scope.in_class = True  # no assignment expressions to attributes
        return self.block(f"def {name}({', '.join(filter(None, (receiver, arguments)))}):")

    def locals_of_function(self, count):
        for _ in range(count):
            name = self.fresh("m")
            if self.chance(30):
                self.line(f"{name} = {self.pick('0.5', '-0.0', '1.5e3', 'float(b)' if 'b' in self.scope.names['num'] else '2.5')}")
                self.scope.add("float", name)
            else:
                self.line(f"{name} = {self.bounded(1)}")
                self.scope.add("num", name)

    # -- main ----------------------------------------------------------------------------------------------------------------

    def main(self):
        self.begin_scope()
        self.budget = 60000 if self.long else 9000
        self.line("")
        self.line("")
        with self.block("def main():"):
            for g in self.globals["num"]:
                if self.chance(30):
                    self.line(f"global {g}")
                    self.scope.add("num", g)
            first = len(self.lines)
            self.begin_locals()
            self.make_sure(first)
            self.begin_machines()
            for _ in range(self.rng.choice((1, 1, 2, 2, 3))):
                self.hot_loop()
            self.line("note(" + ", ".join(n for kind in ("num", "float", "str", "list", "tuple", "dict", "set", "object") for n in self.scope.names.get(kind, [])
                                          if n in self.sure) + ")")
            self.line(f"return {self.bounded(1)}")

    def make_sure(self, first):
        """What begins main has a value also where its expression raises."""
        lines = self.lines[first:]
        del self.lines[first:]
        for line in lines:
            name, _, value = line.strip().partition(" = ")
            if value.isidentifier() or value.replace(".", "").replace("-", "").isdigit():
                self.lines.append(line)
                continue
            otherwise = {"s": "'ab'", "v": "[1, 2, 3]", "t": "(1, 2)", "d": "{1: 2}", "z": "{1, 2}", "m": "[1]"}.get(name[0], "1")
            self.line(f"try: {name} = {value}")
            self.line(f"except Exception as e: error(e); {name} = {otherwise}")

    def begin_locals(self):
        self.drifting = []
        for _ in range(self.rng.randint(2, 5)):
            name = self.fresh("n")
            if self.chance(30):  # crosses a boundary in the middle of the loop
                step = self.pick(1, 1, 2, 3, 1000, 1 << 20)
                start = self.rng.choice(WIDE) - step * self.rng.randint(0, self.turns)
                sign = self.pick("", "", "-")
                self.line(f"{name} = {sign}{start}")
                self.drifting.append((name, f"{sign or '+'}= {step}"))
            else:
                self.line(f"{name} = {self.literal() if self.chance(95) else self.pick('True', '0.5', 'None')}")
            self.scope.add("num", name)
        for _ in range(self.rng.choice((0, 1, 1, 2))):
            name = self.fresh("x")
            self.line(f"{name} = {self.pick('0.0', '0.5', '1.5', '-2.25', '1e10', '0.1', 'INF', 'NAN', '-0.0', '1e200', '1e-200', '7')}")
            self.scope.add("float", name)
        for kind, prefix, make in (("str", "s", self.text), ("list", "v", self.listed), ("tuple", "t", self.tupled), ("dict", "d", self.dicted)):
            for _ in range(self.rng.choice((0, 1, 1, 2) if kind == "list" else (0, 1, 1))):
                name, value = self.fresh(prefix), make()
                self.line(f"{name} = {value}")
                self.scope.add(kind, name)
        if self.chance(30):
            self.line("z0 = {1, 2, 3}")
            self.scope.add("set", "z0")
        if self.classes:
            for _ in range(self.rng.randint(1, 3)):
                name, made = self.fresh("o"), self.new_object()
                self.line(f"{name} = {made}")
                self.scope.add("object", name)
            if self.chance(60):
                self.line(f"many = [{', '.join(self.new_object() for _ in range(self.rng.randint(2, 7)))}]")
                self.scope.add("objects", "many", own=False)
        self.sure = {n for names in self.scope.names.values() for n in names} - self.global_names

    def hot_loop(self):
        before = len(self.lines)
        guarded = self.chance(85)
        if guarded:
            self.line("try:")
            self.indent += 1
        share, self.cost = self.cost, 0
        if self.chance(25):  # a loop in a loop
            outer = self.fresh("i")
            with self.block(f"for {outer} in range({self.pick(3, 6)}):"):
                self.weight *= 5
                self.scope.loops.append(outer)
                self.scope.loop_depth += 1
                with self.block("try:"):
                    self.in_try += 1
                    self.statements(self.rng.randint(0, 2), 1)
                    self.in_try -= 1
                self.line("except Exception as e: error(e)")
                self.body_of_loop(max(30, self.turns // 4))
                self.scope.loop_depth -= 1
                self.scope.loops.remove(outer)
                self.weight //= 5
        else:
            self.body_of_loop(self.turns)
        self.cost = share
        if guarded:
            self.indent -= 1
            with self.block("except Exception as e:"):
                self.line("error(e)")
        assert len(self.lines) > before

    def body_of_loop(self, turns):
        """The loop, with its drifting numbers moved first and, mostly, each turn's errors caught."""
        i = self.fresh("i")
        kind = self.pick("range", "range", "range", "while", "walk", "walk")
        names = ()
        if kind == "range":
            head = f"for {i} in range({turns}):"
        elif kind == "while":
            self.line(f"{i} = 0")
            head = self.pick(f"while {i} < {turns}:", "while True:")
        else:
            _, head, names = self.walked(i, turns, turns)
        with self.block(head):
            if head == "while True:":
                self.line(f"if {i} >= {turns}: break")
            if kind == "while":
                self.line(f"{i} += 1")
            self.weight *= turns
            self.scope.loops.append(i)
            self.scope.loop_depth += 1
            with self.scope.reading("num", *names):
                for name, change in self.drifting:
                    if self.chance(80):
                        self.line(f"{name} {change}")
                count, depth = self.rng.randint(2, 7), self.rng.randint(1, 3)
                if self.chance(85):
                    self.in_try += 1
                    with self.block("try:"):
                        self.statements(count, depth)
                    self.in_try -= 1
                    with self.block("except Exception as e:"):
                        self.line("error(e)")
                        if self.chance(30):
                            self.statements(1, 0)
                else:
                    self.statements(count, depth)
            self.scope.loop_depth -= 1
            self.scope.loops.remove(i)
            self.weight //= turns


def generate(seed, long=False):
    return Program(seed, long).program()


if __name__ == "__main__":
    print(generate(int(sys.argv[1]), "--long" in sys.argv), end="")
