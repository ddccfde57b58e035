"""Random statements. Each method writes lines of one statement; `self.weight` says how often it will run, which bounds loops."""
from contextlib import contextmanager


class Scope:
    """The names of one function: by kind; loop counters; where control can go."""

    def __init__(self, loops=(), in_class=False):
        self.names = {}
        self.own = {}  # those that may be assigned
        self.loops = list(loops)
        self.loop_depth = 0
        self.generator = False
        self.in_class = in_class
        self.function = True

    def add(self, kind, name, own=True):
        self.names.setdefault(kind, []).append(name)
        if own:
            self.own.setdefault(kind, []).append(name)

    def writable(self, kind):
        return self.own.get(kind, [])

    @contextmanager
    def reading(self, kind, *names):
        """Names that can be read for a while: of a comprehension, a lambda, a loop."""
        for name in names:
            self.names.setdefault(kind, []).append(name)
        yield
        for name in names:
            self.names[kind].remove(name)


class Statements:
    """Mixed into Program."""

    def line(self, text):
        self.lines.append("    " * self.indent + text)

    @contextmanager
    def block(self, head):
        self.line(head)
        self.indent += 1
        length = len(self.lines)
        yield
        if len(self.lines) == length:
            self.line("pass")
        self.indent -= 1

    def affordable(self, cost):
        return self.weight * cost + self.cost < self.budget

    def spend(self, cost):
        self.cost += self.weight * cost

    def moment(self):
        """A turn of the outermost loop at which something happens once."""
        return self.rng.randint(0, self.turns)

    def statements(self, count, depth):
        for _ in range(count):
            self.statement(depth)

    def statement(self, depth):
        self.spend(2)
        table = self.STATEMENTS + (self.NESTED if depth > 0 else [])
        self.weighted(table)(self, depth)

    # -- assignments ---------------------------------------------------------------------------------------------------------

    def assign(self, depth):
        kind = self.pick("num", "num", "num", "num", "num", "float", "float", "str", "list", "tuple", "dict", "object")
        names = self.scope.writable(kind)
        if not names:
            return
        name = self.rng.choice(names)
        if self.chance(4):
            self.line(f"{name} = {self.anything()}")
        elif kind == "num":
            self.line(f"{name} = {self.bounded()}")
        elif kind == "float":
            self.line(f"{name} = cut({self.num()})" if self.chance(50) else f"{name} = {self.num(2)} * {self.pick('0.5', '1.0', '1e-3', '3.5')}")
        elif kind == "str":
            self.line(f"{name} = {self.text()}")
        elif kind == "list":
            self.line(f"{name} = {self.listed()}")
        elif kind == "tuple":
            self.line(f"{name} = {self.tupled()}")
        elif kind == "dict":
            self.line(f"{name} = {self.dicted()}")
        elif self.obj():
            self.line(f"{name} = {self.obj()}")

    def augment(self, depth):
        floats = self.scope.writable("float")
        if floats and self.chance(30):
            name = self.rng.choice(floats)
            return self.line(f"{name} {self.pick('+=', '-=', '+=', '*=', '/=')} {self.pick(self.num(0), '0.5', '1.25', '3', '-1')}")
        names = self.scope.writable("num")
        if not names:
            return
        name, value = self.rng.choice(names), self.whole(2)
        op = self.pick("+=", "+=", "+=", "-=", "-=", "^=", "|=", "&=", "//=", "%=", ">>=", "/=")
        if op in ("//=", "%=", "/=") and (op == "/=" or self.chance(80)):
            op, value = self.pick("//=", "%=", "//=", "%=", "//=", op), self.pick("7", "3", "-5", "1000", "2")
        if op == ">>=":
            value = f"({value}) & 7"
        if op in ("+=", "-=") and self.chance(50):
            value = self.small()
        if self.chance(8):
            self.line(f"{name} *= {self.pick('2', '-1', '3', '0.5')}")
            self.line(f"{name} = cut({name})")
        else:
            self.line(f"{name} {op} {value}")
            if self.chance(20):
                self.line(f"{name} = cut({name})")

    def swap(self, depth):
        names = self.scope.writable("num")
        if len(names) < 2:
            return
        # Distinct names: python3.11 itself stores `a, b, b = ...` in a wrong order.
        a, b, *others = self.rng.sample(names, min(3, len(names)))
        choices = [f"{a}, {b} = {b}, {a}", f"{a}, {b} = {self.bounded(2)}, {a}", f"{a} = {b} = {self.bounded(1)}", f"{a}, {b} = {self.tupled()}",
                   f"{a}, *{self.fresh('r')} = {self.sequence(0)}"]
        for c in others:
            choices += [f"({a}, {b}), {c} = ({b}, {self.small()}), {a}", f"{a}, {b}, {c} = {c}, {a}, {b}"]
        self.line(self.rng.choice(choices))

    def grow_text(self, depth):
        names = self.scope.writable("str")
        if names:
            name = self.rng.choice(names)
            self.line(self.pick(f"{name} += {self.pick(chr(39) + 'ab' + chr(39), chr(39) + 'x' + chr(39))}", f"{name} = ({name} + {self.text(1)})[-30:]",
                                f"{name} = {name}[1:] + {self.text(0)}[:3]"))
            if self.chance(70):
                self.line(f"{name} = {name}[-50:]")

    def on_list(self, depth):
        v = self.var("list")
        if not v:
            return
        n = self.num(1)
        self.line(self.pick(f"if len({v}) < 50: {v}.append({n})", f"if len({v}) < 50: {v}.append({n})", f"if len({v}) < 50: {v}.append({n})", f"if len({v}) > 2: {v}.pop()", f"if len({v}) > 5: {v}.pop()", f"if {v}: {v}[{self.whole(1)} % len({v})] = {n}",
                            f"if {v}: {v}[{self.whole(1)} % len({v})] += {n}", f"{v}[{self.small()}] = {n}", f"{v}[0] = {n}", f"if {v}: {v}[-1] += 1", f"del {v}[{self.whole(0)} % (len({v}) + 1)]", f"{v}[:2] = [{n}]",
                            f"{v}.reverse()", f"if len({v}) < 50: {v}.insert({self.whole(0)} & 3, {n})", f"{v}.sort(key=repr)", f"{v}.sort(key={self.callback(20)})" if self.tried() else f"{v}.sort(key=repr, reverse=True)", f"{v}.extend(({n}, 1))\nif len({v}) > 50: del {v}[9:]",
                            f"{v}.remove({n})" if self.tried() else f"{v}.clear()", f"{v} += [{n}][:50 - len({v})]" if v in self.scope.writable("list") else f"{v}.pop(0)", f"del {v}[1:3]",
                            f"{v}[{self.whole(0)} & 1], {v}[0] = {v}[0], {n}", f"if len({v}) > 40: del {v}[5:]").replace("\n", "\n" + "    " * self.indent))

    def on_dict(self, depth):
        d = self.var("dict")
        if d:
            self.line(self.pick(f"{d}[{self.key()}] = {self.num(1)}", f"{d}[{self.key()}] = {self.num(1)}", f"{d}.pop({self.key()}, None)", f"del {d}[{self.key()}]" if self.tried() else f"{d}[1] = 2",
                                f"{d}[{self.whole(0)} & 7] = {d}.get({self.whole(0)} & 7, 0) + 1", f"{d}.setdefault({self.key()}, {self.num(0)})", f"{d}.update(a={self.num(0)})",
                                f"if len({d}) > 30: {d}.clear()", f"{d}[{self.key()}] += {self.small()}" if self.tried() else f"{d}[0] = {self.num(0)}"))
            self.line(f"if len({d}) > 40: {d}.clear()")

    def on_set(self, depth):
        z = self.var("set")
        if z:
            self.line(self.pick(f"{z}.add({self.whole(0)} & 31)", f"{z}.discard({self.num(0)})", f"{z}.add({self.num(1)} % 9)", f"{z} ^= {{{self.small()}, {self.small()}}}"
                                if z in self.scope.writable("set") else f"{z}.add(0)"))

    def on_object(self, depth):
        o = self.obj()
        if o is None:
            return
        n = self.num(2)
        self.line(self.pick(f"{o}.n = cut({n})", f"{o}.n += {self.small()}", f"{o}.x = cut({n})", f"{o}.x += 0.5", f"{o}.k = {self.num(0)}", f"{o}.n -= {self.num(0)}",
                            f"{o}.p = cut({n})", f"{o}.extra{self.rng.randint(0, 9)} = {self.num(0)}", f"{o}.step({self.arguments(1)})" if self.paid_method() else f"{o}.n = 1",
                            f"{o}.n, {o}.x = {o}.x, {self.small()}"))

    def paid_method(self):
        if not self.affordable(self.method_cost):
            return False
        self.spend(self.method_cost)
        return True

    def change_class(self, depth):
        """Mutations that invalidate what was compiled; once or a few times."""
        if not self.classes:
            return
        c, other = self.rng.choice(self.classes).name, self.rng.choice(self.classes).name
        o = self.var("object") or f"{c}(1)"
        n = self.num(0)
        what = self.pick(f"{c}.k = {n}", f"{c}.k = {n}", f"{c}.w = {n}", f"{c}.step = lambda self, a=1, b=2: {self.pick('a', 'self.n', '3', 'self.n + b')}", f"{o}.__class__ = {other}",
                         f"del {c}.k", f"{c}.step = {other}.step", f"{o}.step = lambda a=1, b=2: {self.pick('a', '-1')}", f"del {o}.n", f"{o}.__dict__['n'] = {n}",
                         f"setattr({c}, 'n', property(lambda self: 5))", f"{c}.extra = 1", f"{o}.__dict__.pop('x', None)", f"del {o}.step", f"{c}.p = {n}",
                         f"{c}.__add__ = lambda self, other: self.n", f"{c}.get = lambda self: {n}", f"{c}.__eq__ = lambda self, other: {self.pick('True', 'False', 'self is other')}",
                         f"{c}.__init__ = {other}.__init__", f"{c}.__getattr__ = lambda self, name: 7", f"{c}.x = 2.5", f"del {c}.n")
        self.once(what)

    def change_global(self, depth):
        g = self.rng.choice(self.globals["num"])
        able = [f.name for f in self.functions if f.kind == "plain"] or [g]
        f, other = self.rng.choice(able), self.rng.choice(able)
        if self.chance(50):
            self.line(f"globals()[{g!r}] = {self.bounded(1)}" if g not in self.scope.writable("num") else f"{g} = {self.bounded(1)}")
            return
        builtin = self.pick("len", "abs", "int", "range", "isinstance", "max")
        change = self.pick(f"globals()[{g!r}] = {self.num(0)}", f"globals().pop({g!r})", f"globals()[{f!r}] = globals().get({other!r})", f"{f}.__code__ = {other}.__code__",
                           f"{f}.__defaults__ = ({self.num(0)}, {self.num(0)})", f"globals()[{builtin!r}] = lambda *a: {self.pick('3', 'a[0]', '[1, 2]', 'True')}",
                           f"globals().pop({builtin!r}, None)", f"globals()[{f!r}] = lambda a=1, b=2: {self.pick('a', 'b', '5')}")
        if f"globals()[{builtin!r}]" in change:
            self.shadowed.add(builtin)
        self.once(change)

    def once(self, what):
        if self.scope.loops and self.chance(85):
            i = self.scope.loops[0]
            self.line(f"if {i} == {self.moment()}: {what}" if self.chance(75) else f"if {i} % {self.pick(20, 40, 64)} == {self.pick(1, 19)}: {what}")
        elif self.weight < 5:
            self.line(what)

    # -- looking at it -------------------------------------------------------------------------------------------------------

    def look(self, depth):
        kind = self.pick("num", "num", "num", "str", "list", "object", "dict")
        values = ", ".join(filter(None, {self.var(kind), self.var("num"), self.num(1)}))
        call = self.weighted([(8, lambda: f"note({values})"), (2, lambda: f"frames({self.pick(1, 2, 5)})"), (1, lambda: "note(sorted(locals()))"),
                              (1, lambda: "note(sys._getframe().f_lineno, sys._getframe(1).f_code.co_name)")])()
        if self.scope.loops:
            self.line(f"if {self.rng.choice(self.scope.loops)} % {self.pick(17, 29, 50, 64)} == {self.rng.randint(0, 16)}: {call}")
        else:
            self.line(call)

    def forget(self, depth):
        names = self.scope.writable("num")
        if not names or not self.scope.loops:
            return
        name = self.rng.choice(names)
        self.line(f"if {self.truth(1)}: del {name}" if self.chance(30) else f"if {self.scope.loops[0]} == {self.moment()}: del {name}")
        if self.chance(60):
            with self.block("try:"):
                self.line(f"{name} += 1")
            with self.block(f"except {self.pick('UnboundLocalError', 'NameError', 'Exception')} as e:"):
                self.line("error(e)")
                self.line(f"{name} = {self.bounded(1)}")

    def check(self, depth):
        if self.tried() and self.scope.loops:
            self.line(f"assert {self.scope.loops[-1]} % {self.pick(5, 30, 64)} or {self.truth(2)}, {self.literal()}")
        else:
            self.line(f"note({self.truth(2)})")

    def tried(self):
        return self.in_try > 0

    # -- going elsewhere -----------------------------------------------------------------------------------------------------

    def leave(self, depth):
        choices = ["raise"] if self.tried() else []
        if self.scope.loop_depth:
            choices += ["break", "continue", "continue"]
        if self.scope.function:
            choices += ["return"]
        if not choices:
            return
        kind = self.rng.choice(choices)
        condition = self.truth(2)
        if kind == "raise":
            if self.scope.loops and self.chance(60):
                condition = self.of_loop(1)
            what = self.pick("ValueError", "KeyError", "ZeroDivisionError", "Trouble", "Trouble", "IndexError", "StopIteration")
            text = f"raise {what}({self.num(0)})" + (" from None" if self.chance(10) else "")
        elif kind == "return":
            if self.scope.loops and self.chance(80):
                condition = f"{self.scope.loops[0]} == {self.moment()}"
            text = f"return {self.bounded(1)}" if not self.scope.generator else "return"
        else:
            text = kind
            if kind == "break" and self.chance(60):
                condition = self.of_loop(1)
        self.line(f"if {condition}: {text}")

    # -- compound ------------------------------------------------------------------------------------------------------------

    def branch(self, depth):
        with self.block(f"if {self.truth()}:"):
            self.statements(self.rng.randint(1, 3), depth - 1)
        while self.chance(25):
            with self.block(f"elif {self.truth()}:"):
                self.statements(self.rng.randint(1, 2), depth - 1)
        if self.chance(50):
            with self.block("else:"):
                self.statements(self.rng.randint(1, 2), depth - 1)

    def attempt(self, depth):
        self.in_try += 1
        with self.block("try:"):
            self.statements(self.rng.randint(1, 3), depth - 1)
        self.in_try -= 1
        handled = self.chance(85)
        if handled:
            for kind in self.rng.sample(("ValueError", "(TypeError, ZeroDivisionError)", "Trouble", "KeyError", "ArithmeticError", "LookupError"), self.rng.randint(0, 2)):
                with self.block(f"except {kind}" + (" as e:" if self.chance(50) else ":")):
                    self.statements(self.rng.randint(0, 1), depth - 1)
            with self.block("except Exception as e:" if self.chance(90) else "except ImportError as e:"):
                self.line("error(e)")
                self.statements(self.rng.randint(0, 2), depth - 1)
                if self.tried() and self.chance(10):
                    self.line("raise")
            if self.chance(15):
                with self.block("else:"):
                    self.statements(1, depth - 1)
        if not handled or self.chance(25):
            with self.block("finally:"):
                self.statements(self.rng.randint(1, 2), depth - 1)

    def gate(self, depth):
        kind = self.pick("Exception", "ValueError", "TypeError", "(Trouble, ArithmeticError)", "LookupError")
        self.in_try += 1
        with self.block(f"with Gate({kind}) as gate:" if self.chance(70) else f"with Gate({kind}), Gate(KeyError):"):
            self.statements(self.rng.randint(1, 3), depth - 1)
        self.in_try -= 1

    def loop(self, depth, turns=None):
        """A loop of bounded length; `turns` for the outermost one of a function."""
        length = turns or self.rng.choice((2, 3, 4, 5, 8, 12))
        if not self.affordable(length * 6):
            return self.assign(depth)
        kind = self.weighted([(40, lambda: "range"), (20, lambda: "while"), (30 if turns is None else 8, lambda: "walk")])()
        i = self.fresh("i")
        step = self.pick(1, 1, 1, 2, 3)
        if kind == "range":
            head = f"for {i} in {self.pick(f'range({length})', f'range({length})', f'range(0, {length * step}, {step})', f'range({length}, 0, -1)')}:" if turns is None or self.chance(30) else f"for {i} in range({length}):"
        elif kind == "while":
            self.line(f"{i} = 0")
            head = f"while {i} < {length}:" if self.chance(60) else f"while {i} < {length} and {self.truth(1)}:" if turns is None else "while True:"
        else:
            source, head, extra = self.walked(i, length, turns)
        with self.block(head):
            self.weight *= length
            self.scope.loop_depth += 1
            if kind == "while":
                if head.endswith("True:"):
                    self.line(f"if {i} >= {length}: break")
                self.line(f"{i} += 1")
                self.scope.loops.append(i)
                self.statements(self.rng.randint(1, 4) if turns is None else self.rng.randint(3, 8), depth - 1)
                self.scope.loops.remove(i)
            elif kind == "range":
                self.scope.loops.append(i)
                self.statements(self.rng.randint(1, 4) if turns is None else self.rng.randint(3, 8), depth - 1)
                self.scope.loops.remove(i)
            else:
                with self.scope.reading("num", *extra):
                    self.scope.loops.append(i)
                    self.statements(self.rng.randint(1, 4) if turns is None else self.rng.randint(3, 8), depth - 1)
                    self.scope.loops.remove(i)
            self.scope.loop_depth -= 1
            self.weight //= length
        if self.chance(8):
            with self.block("else:"):
                self.statements(1, 0)

    def walked(self, i, length, turns):
        """`for` over something else than a range: (source, head, further names). `i` counts as well as it can."""
        e, other = self.fresh("e"), self.fresh("e")
        if turns:
            source = self.pick(f"list(range({length}))", f"tuple(range({length}))", f"[{self.num(0)}] * {length}", f"{{j: j * 3 for j in range({length})}}.values()",
                               f"(j * 2 for j in range({length}))", f"walk({length})", f"map({self.callback(length // 8)}, range({length}))", f"filter({self.callback(length // 8)}, range({length}))", f"(range({length // 2}, {length}), range({length // 2}))[0]", f"map(float, range({length}))",
                               f"'abcdef' * {length // 6}", *[f"{g.name}({length})" for g in self.generators if self.affordable(g.cost * length // 8)] * 2)
            for g in self.generators:
                if source.startswith(g.name):
                    self.spend(g.cost * length // 8)
            return source, f"for {i}, {e} in enumerate({source}):", (e,)
        source = self.sequence(1, length)
        objects = self.var("objects")
        if objects and self.chance(25):
            self.scope.add("object", e, own=False)
            return objects, f"for {i}, {e} in enumerate({objects}):", ()
        if self.chance(25):
            return source, f"for {i}, ({e}, {other}) in enumerate(zip({source}, {self.sequence(0, length)})):", (e, other)
        if self.chance(30) and self.var("dict") and self.affordable(40):
            return source, f"for {i}, ({e}, {other}) in enumerate({self.var('dict')}.items()):", (other,)
        if self.chance(50):
            return source, f"for {i}, {e} in enumerate({source}):", (e,)
        return source, f"for {i} in {source}:", ()

    def inner_function(self, depth):
        """A closure over the locals, called at once or later through a variable."""
        if self.scope.in_class or self.scope.generator or not self.scope.writable("num"):
            return self.assign(depth)
        f, name = self.fresh("inner"), self.rng.choice(self.scope.writable("num"))
        nonlocal_ = self.chance(60) and name not in self.global_names
        outer = self.scope
        with self.block(f"def {f}(y, z={self.num(0)}):"):
            if nonlocal_:
                self.line(f"nonlocal {name}")
            inner = self.scope = Scope(outer.loops)
            inner.names = {kind: list(names) for kind, names in outer.names.items()}
            inner.names.setdefault("num", []).extend(["y", "z"])
            inner.own = {"num": ["y"] + ([name] if nonlocal_ else [])}
            self.statements(self.rng.randint(1, 3), 0)
            self.line(f"return {self.bounded(2)}")
            self.scope = outer
        target = self.rng.choice(self.scope.writable("num"))
        self.line(f"{target} = cut({f}({self.num(1)}))")
        if self.chance(40):
            self.line(f"{target} = cut({f}({self.num(0)}, z={self.num(0)}))")

    def use_generator(self, depth):
        able = [g for g in self.generators if self.affordable(g.cost)]
        names = self.scope.writable("num")
        if not able or not names:
            return self.assign(depth)
        g, name, made = self.rng.choice(able), self.rng.choice(names), self.fresh("g")
        self.spend(g.cost)
        self.line(f"{made} = {g.name}({self.whole(1)} & 7)")
        for _ in range(self.rng.randint(1, 3)):
            self.line(self.pick(f"{name} = next({made}, 0)", f"{name} = next({made})" if self.tried() else f"{name} = next({made}, 1)", f"note(list({made})) if {self.truth(1)} else None",
                                f"{name} = {made}.send({self.pick('None', self.num(0))})" if self.tried() else f"next({made}, None)", f"{made}.close()",
                                f"{made}.throw(Trouble({self.num(0)}))" if self.tried() else f"{name} = sum({made})"))

    def consume(self, depth):
        """A loop over a generator itself: it is followed, where enumerate's would not be."""
        able = [g for g in self.generators if self.affordable(g.cost)]
        if not able:
            return self.assign(depth)
        g, e = self.rng.choice(able), self.fresh("e")
        self.spend(g.cost)
        with self.block(f"for {e} in {g.name}({self.pick('5', '9', self.whole(0) + ' & 7')}):"):
            self.weight *= 5
            self.scope.loop_depth += 1
            with self.scope.reading("num", e):
                self.statements(self.rng.randint(1, 2), 0)
            self.scope.loop_depth -= 1
            self.weight //= 5

    def matched(self, depth):
        subject = self.pick(self.num(1), f"({self.num(0)}, {self.num(0)})", self.var("list") or "1", self.text(0), self.var("object") or "2")
        with self.block(f"match {subject}:"):
            for pattern in self.rng.sample(("0 | 1", "(a_, b_)", "[first_, *rest_]", "int(a_) if a_ > 5", "str()", "float()", "None", "{'a': a_}", "'ab'"), self.rng.randint(1, 4)):
                with self.block(f"case {pattern}:"):
                    self.statements(1, depth - 1)
            if self.chance(60):
                with self.block("case _:"):
                    self.statements(1, depth - 1)

    def unpacked_call(self, depth):
        call = self.function_call(1) or self.method_call(1)
        if call:
            self.line(call if self.chance(40) else f"note({call}) if {self.truth(1)} else None")

    def machine(self, depth):
        self.use_machine(depth)

    def text_built(self, depth):
        self.build_text(depth)

    def probe(self, depth):
        names = self.scope.writable("num")
        if not names or not self.affordable(8):
            return self.assign(depth)
        self.spend(8)
        place, name = self.fresh("place"), self.rng.choice(names)
        self.line(f"{place} = Place({self.whole(1)})")
        found = f"yield {place}.n & 7" if self.scope.generator and self.chance(60) else f"{name} = {place}.n & 15"
        self.line(f"if {place}.there(): {found}")

    def one_line(self, depth):
        self.one_liner(depth)

    STATEMENTS = [(26, assign), (22, augment), (6, swap), (6, grow_text), (10, on_list), (7, on_dict), (2, on_set), (10, on_object), (5, change_class), (3, change_global),
                  (8, look), (2, forget), (2, check), (6, leave), (4, unpacked_call), (22, machine), (4, text_built), (8, one_line), (4, probe)]
    NESTED = [(20, branch), (16, attempt), (3, gate), (18, loop), (5, inner_function), (5, use_generator), (6, consume), (3, matched)]
