"""Random expressions. A kind says what an expression usually is: num (int, float, bool), str, list, tuple, dict, set, object, truth.

Sizes stay bounded whatever the program does: `*` and `<<` only see numbers and small constants, what is assigned to a number in a
loop is cut to a fixed number of bits, sequences are cut to a fixed length.
"""

WIDE = (1 << 30, 1 << 31, 1 << 32, 1 << 53, 1 << 61, 1 << 62, 1 << 63, 1 << 64)
FLOATS = ("0.0", "-0.0", "0.5", "1.5", "-2.25", "0.1", "3.0", "1e16", "9007199254740992.0", "4611686018427387904.0",
          "1e308", "-1e308", "5e-324", "1e-200", "1e200", "INF", "-INF", "NAN")
FLOAT = -1000  # in the place of bits: a float
WORDS = ("''", "'a'", "'b'", "'ab'", "'xyz'", "'é'", "'a b'", "'0'", "'12'", "'-7'", "'%d'", "'∑x'", "'q\\n'")


def joined(bits, other, result):
    """Bits of what is made of two numbers."""
    return FLOAT if min(bits, other) < 0 else result


class Expressions:
    """Mixed into Program, which has rng, the scope and the classes and functions that exist."""

    def pick(self, *choices):
        return self.rng.choice(choices)

    def chance(self, percent):
        return self.rng.random() * 100 < percent

    def weighted(self, table):
        """One of [(weight, function)]."""
        return self.rng.choices([f for _, f in table], [w for w, _ in table])[0]

    def small(self):
        return str(self.rng.choice((0, 1, 1, 2, 3, 4, 5, 7, 10, 16, 100)))

    def literal(self):
        roll = self.rng.random()
        if roll < 0.6:
            return self.small()
        if roll < 0.75:
            return str(self.pick(-1, -2, -7, 255, 1000, 65535, -1000))
        value = self.rng.choice(WIDE) + self.rng.choice((0, 0, 1, -1, 2, -3))
        return str(value if self.chance(70) else -value)

    def var(self, kind):
        """A readable variable of this kind, or None."""
        names = self.scope.names.get(kind)
        return self.rng.choice(names) if names else None

    # -- numbers: (text, bits), bits an upper bound for ints, FLOAT for what is a float most likely ---------------------------------------------------------------

    def num(self, depth=3):
        return self.number(depth)[0]

    def whole(self, depth=1):
        """A number that most likely is an int."""
        for _ in range(4):
            text, bits = self.number(depth)
            if bits >= 0 or self.chance(4):
                break
        return text

    def number(self, depth):
        if depth <= 0 or self.chance(15):
            return self.number_leaf()
        return self.weighted(self.NUMBERS)(self, depth - 1)

    def number_leaf(self):
        roll = self.rng.random()
        if roll < 0.54 and self.var("num"):
            return self.var("num"), 72
        if roll < 0.54 + self.floats and self.var("float"):
            return self.var("float"), FLOAT
        if roll < 0.72 and self.scope.loops:
            return self.rng.choice(self.scope.loops), 12
        if roll < 0.78 and self.globals["num"]:
            return self.rng.choice(self.globals["num"]), 72
        if roll < 0.78 + self.floats:
            return self.rng.choice(FLOATS), FLOAT
        return self.literal(), 66

    def binary(self, depth):
        left, bits = self.number(depth)
        right, other = self.number(depth)
        op = self.rng.choice(("+", "+", "+", "+", "-", "-", "-", "*", "*", "*", "//", "%", "&", "|", "^", "/"))
        if op in ("//", "%", "/") and self.chance(80):
            right = self.pick(right + " or 1" if right.isidentifier() else "3", "7", "-5", "2")
            right = f"({right})"
        if min(bits, other) < 0 and self.chance(93):
            op = self.pick("+", "-", "*", "/")
        bits = FLOAT if op == "/" else joined(bits, other, bits + other if op == "*" else max(bits, other) + 1)
        return f"({left} {op} {right})", bits

    def by_constant(self, depth):
        left, bits = self.number(depth)
        if bits < 0:
            return f"({left} {self.pick('+ 1', '* 2', '- 0.5', '/ 3', '// 2', '% 7', '* -1', '** 2')})", FLOAT
        op, right, more = self.pick(("+", "1", 1), ("-", "1", 1), ("*", "2", 2), ("*", "3", 2), ("//", "2", 0), ("%", "7", 0), ("&", "15", 0),
                                    ("&", "1", 0), ("|", "1", 0), ("^", "5", 0), ("<<", "1", 1), ("<<", "3", 3), (">>", "1", 0), ("**", "2", bits),
                                    ("%", "-3", 0), ("//", "-2", 1), ("*", "-1", 1), ("*", "0.5", FLOAT), ("/", "2", FLOAT), ("+", "0.25", FLOAT), ("%", "2.5", FLOAT))
        return f"({left} {op} {right})", joined(bits, more, bits + more)

    def shifted(self, depth):
        left, bits = self.number(depth)
        right, other = self.number(depth)
        if min(bits, other) < 0:
            return f"({left} - {right})", FLOAT
        if self.chance(50):
            return f"({left} >> ({right} & {self.pick(7, 63, 127)}))", bits
        top = self.pick(7, 63, 127)
        return f"({left} << ({right} & {top}))", bits + top

    def wrapped(self, depth):
        """As hashes do: everything, then a mask."""
        text, bits = self.number(depth)
        if bits < 0:
            return text, bits
        mask = self.pick("0xffffffff", "0xffffffffffffffff", "0x7fffffff", "255", "(1 << 61) - 1", "0xffffffffffffffff")
        if self.chance(30):
            count = self.pick(3, 13, 31, 63, 64, 70)
            return self.pick(f"(({text} << {count} | {text} >> {count}) & {mask})", f"({text} ^ (~{text} << {count}) & {mask})",
                             f"(-{text} - {self.small()} & {mask})"), bits + 70
        return f"(({text} * {self.pick(31, 2654435761, 6364136223846793005, 16777619)} + {self.small()}) & {mask})", 64

    def unary(self, depth):
        text, bits = self.number(depth)
        if text.startswith("-"):
            return f"({text})", bits
        return self.pick(f"-{text}", f"+{text}", f"~{text}" if bits > 0 else f"-{text}", f"(not {text})", f"abs({text})"), bits + 1

    def chosen(self, depth):
        left, bits = self.number(depth)
        right, other = self.number(depth)
        return f"({left} if {self.truth(1)} else {right})", joined(bits, other, max(bits, other))

    def logical(self, depth):
        left, bits = self.number(depth)
        right, other = self.number(depth)
        return f"({left} {self.pick('and', 'or')} {right})", joined(bits, other, max(bits, other))

    def counted(self, depth):
        """A number from a container or string."""
        what = self.var(self.pick("list", "str", "tuple", "dict", "set"))
        if not what:
            return self.number_leaf()
        return self.pick(f"len({what})", f"len({what})", f"len({what}) - 1"), 16

    def item(self, depth):
        roll = self.rng.random()
        if roll < 0.5 and self.var("list"):
            v, i = self.var("list"), self.whole(min(depth, 1))
            return self.pick(*[f"{v}[{i} % len({v})]"] * 7, f"{v}[-1]", f"{v}[0]", f"{v}[{self.small()}]", f"{v}[{i} & 3]", f"{v}[{i}]"), 72
        if roll < 0.65 and self.var("tuple"):
            return f"{self.var('tuple')}[{self.pick('0', '1', '-1', f'{self.whole(1)} & 1')}]", 72
        if self.var("dict"):
            d, key = self.var("dict"), self.key()
            return self.pick(f"{d}[{key}]", f"({d}[{key}] if {key} in {d} else {self.small()})", f"{d}.get({key}, {self.small()})", f"{d}.get({key}, 0)"), 72
        return self.number_leaf()

    def attribute(self, depth):
        o = self.obj()
        if o is None:
            return self.number_leaf()
        name = self.pick("n", "n", "n", "x", "k", "w", "p")
        return f"{o}.{name}", FLOAT if name in "xw" else 72

    def called(self, depth):
        """A call of a function or method of the program that returns a number."""
        roll = self.rng.random()
        if roll < 0.5:
            text = self.function_call(depth)
        elif roll < 0.95:
            text = self.method_call(depth)
        else:
            text = self.pick(f"frames({self.pick(1, 2, 3, 20)})", "len(locals())")
        return (text, 72) if text else self.number_leaf()

    def arguments(self, depth):
        first, second = self.whole(min(depth, 1)), self.whole(min(depth, 1))
        return self.pick(first, first, f"{first}, {second}", f"{first}, {second}", f"{first}, b={second}", f"b={first}, a={second}",
                         f"*({first}, {second})", f"{first}, **{{'b': {second}}}")

    def function_call(self, depth):
        able = [f for f in self.functions if self.affordable(f.cost)]
        if not able:
            return None
        f = self.rng.choice(able)
        self.spend(f.cost)
        if f.kind == "recursive":
            return f"{f.name}({self.whole(1)} & {self.pick(1, 3, f.limit)}, {self.num(1)})"
        return f"{f.name}({self.arguments(depth)})"

    def method_call(self, depth):
        o = self.obj()
        if o is None or not self.affordable(self.method_cost):
            return None
        self.spend(self.method_cost)
        name = self.pick("step", "step", "step", "get", "fixed", "made")
        if name == "get":
            return f"{o}.get()"
        if name == "made":
            return f"{o}.made({self.num(1)}).n"
        return f"{o}.{name}({self.arguments(depth)})"

    def builtin(self, depth):
        one, bits = self.number(depth)
        two, other = self.number(depth)
        most = joined(bits, other, max(bits, other))
        sequence = self.sequence(1)
        if self.chance(8):
            return self.pick((f"int({self.pick(*WORDS)})", 64), (f"float({self.text(0)})", FLOAT), (f"int({self.text(0)})", 72))
        return self.pick((f"int({one})", bits), (f"float({one})", FLOAT), (f"abs({one})", bits), (f"min({one}, {two})", most),
                         (f"max({one}, {two})", most), (f"max({one}, {two}, 3)", most), (f"bool({one})", 1), (f"round({one})", bits),
                         (f"divmod({one}, {two})[{self.pick(0, 1)}]", most), (f"sum({sequence})", 80), (f"len({sequence})", 12),
                         (f"max({sequence})", 72), (f"min({sequence}, default=0)", 72), (f"isinstance({one}, int)", 1),
                         (f"isinstance({one}, (float, str))", 1), (f"hash(({self.literal()}, 1.5))", 64), (f"sqrt({one})" if self.chance(30) else f"sqrt(abs({one}))", FLOAT), (f"floor({one})", bits),
                         (f"pow({one}, 2)", joined(bits, bits, 2 * bits)), (f"ord({self.text(0)}[:1] or '?')", 21),
                         (f"{self.text(0)}.find({self.text(0)})", 12), (f"int({one}).bit_length()", 8), (f"any({sequence})", 1), (f"all({sequence})", 1))

    def comprehended(self, depth):
        if not self.affordable(8):
            return self.number_leaf()
        self.spend(8)
        name = self.fresh("e")
        self.in_source += 1
        source = self.sequence(0, length=8)
        self.in_source -= 1
        with self.scope.reading("num", name):
            inner, condition = self.num(2), self.truth(1)
        condition = f" if {condition}" if self.chance(40) else ""
        return self.pick(f"sum({inner} for {name} in {source}{condition})", f"sum([{inner} for {name} in {source}{condition}])",
                         f"len({{repr({inner}) for {name} in {source}{condition}}})", f"max([{inner} for {name} in {source}{condition}], default=1)",
                         f"any({inner} for {name} in {source}{condition})"), 240

    def callback(self, times):
        """Something of one argument that a builtin calls so many times."""
        able = [f for f in self.functions if f.kind == "plain" and self.affordable(f.cost * times)]
        if able and self.chance(30):
            f = self.rng.choice(able)
            self.spend(f.cost * times)
            return f.name
        o = self.obj()
        if o is not None and self.chance(25) and self.affordable(self.method_cost * times):
            self.spend(self.method_cost * times)
            return f"{o}.step"
        name = self.fresh("y")
        self.in_source += 1
        with self.scope.reading("num", name):
            inner = self.pick(self.num(1), f"{self.truth(1)}", f"{name} & {self.pick(1, 3)}", f"{name} * {self.pick(2, -1, 0.5)}", f"-{name}", f"cut({self.num(1)})")
        self.in_source -= 1
        return f"(lambda {name}: {inner})"

    def by_function(self, depth):
        """Builtins that call a function for each item."""
        if not self.affordable(12) or self.in_source:
            return self.number_leaf()
        self.spend(12)
        self.in_source += 1
        source = self.sequence(0, length=8)
        self.in_source -= 1
        f, g = self.callback(8), self.callback(8)
        some = self.pick(f"[*{source}, {self.num(0)}]", f"({self.num(0)}, {self.num(0)}, *{source})", f"range({self.pick(1, 3, 8)})")
        return self.pick(f"sum(map({f}, {source}))", f"sum(filter({f}, {source}))", f"sum(map({f}, filter({g}, {source})))", f"len(list(filter({f}, map({g}, {source}))))",
                         f"sum(map(lambda a_, b_: a_ - b_, {source}, {some}))", f"max({some}, key={f})", f"min({some}, key={f})", f"sorted({some}, key={f})[0]",
                         f"sorted({some}, key={f}, reverse={self.pick('True', 'False', self.truth(0))})[-1]", f"sorted(map({f}, {some}), key={g})[0]",
                         f"reduce(lambda a_, b_: cut(a_ + b_ * {self.small()}), {source}, {self.num(0)})", f"reduce(lambda a_, b_: cut(a_ - b_), {some})",
                         f"any(map({f}, {source}))", f"all(filter({f}, {source}))", f"max(map({f}, {some}))", f"len(','.join(map(lambda a_: repr(a_), map({f}, {source}))))",
                         f"sum([e_ for e_ in filter({f}, {source})])", f"len({{*map({f}, {source})}})", f"next(map({f}, {some}))"), 240

    def lambda_called(self, depth):
        name = self.fresh("y")
        argument = self.num(1)
        with self.scope.reading("num", name):
            return f"(lambda {name}: {self.num(2)})({argument})", 240

    def walrus(self, depth):
        if self.in_source or self.scope.in_class or not self.scope.writable("num"):
            return self.number_leaf()
        name = self.rng.choice(self.scope.writable("num"))
        return f"({name} := {self.bounded(depth)})", 72

    NUMBERS = [(22, binary), (16, by_constant), (6, shifted), (5, wrapped), (5, unary), (6, chosen), (3, logical), (5, counted),
               (9, item), (9, attribute), (10, called), (10, builtin), (3, comprehended), (3, by_function), (2, lambda_called), (2, walrus)]

    def bounded(self, depth=3):
        """A number that may be assigned: never more than 72 bits when its parts are not."""
        text, bits = self.number(depth)
        if bits < 0 and self.chance(85):
            text, bits = self.whole(depth), 73
        if bits <= 72:
            return text
        return self.pick(f"{text} % {self.pick('1000003', '(1 << 62)', '(1 << 64)', '4611686018427387847')}", f"{text} & {(1 << 63) - 1}",
                         f"cut({text})", f"cut({text})")

    # -- truths ------------------------------------------------------------------------------------------------------------

    def truth(self, depth=2):
        return self.weighted(self.TRUTHS)(self, depth - 1) if depth > 0 else self.compared(0)

    def compared(self, depth):
        left, right = self.num(depth), self.num(min(depth, 1))
        if self.chance(12):
            return f"{left} {self.comparison()} {right} {self.comparison()} {self.num(0)}"
        return f"{left} {self.comparison()} {right}"

    def comparison(self):
        return self.pick("<", "<", ">", "<=", ">=", "==", "!=")

    def of_loop(self, depth):
        if not self.scope.loops:
            return self.compared(depth)
        i = self.rng.choice(self.scope.loops)
        return self.pick(f"{i} % {self.pick(2, 3, 5, 7)} == {self.pick(0, 1)}", f"{i} & {self.pick(1, 2, 4, 8)}", f"{i} == {self.moment()}",
                         f"{i} > {self.moment()}", f"{i} < {self.moment()}", f"not {i} % {self.pick(2, 3, 10)}", f"{i} in ({self.moment()}, {self.moment()})")

    def contained(self, depth):
        what = self.var(self.pick("list", "dict", "set", "tuple"))
        if what:
            return f"{self.num(1)} {self.pick('in', 'not in')} {what}"
        return f"{self.text(0)} in {self.text(1)}"

    def tested(self, depth):
        kind = self.pick("num", "num", "str", "list", "dict", "object", "tuple", "set")
        name = self.var(kind) or self.num(0)
        return self.pick(name, f"not {name}", f"{name} is None", f"{name} is not None", f"isinstance({name}, {self.pick('int', 'float', 'str', 'list', 'bool')})",
                         f"type({name}) is {self.pick('int', 'float')}", f"{name} == {name}", f"callable({name})")

    def both(self, depth):
        return f"({self.truth(depth)} {self.pick('and', 'or')} {self.truth(depth)})"

    def of_objects(self, depth):
        o, p = self.obj(), self.obj()
        if o is None:
            return self.compared(depth)
        c = self.rng.choice(self.classes).name
        return self.pick(f"isinstance({o}, {c})", f"{o} is {p}", f"{o} == {p}", f"{o} < {p}", f"hasattr({o}, {self.pick(chr(39) + 'n' + chr(39), chr(39) + 'y' + chr(39))})",
                         f"type({o}) is {c}", f"{self.num(0)} in {o}", f"not {o}", f"{o} != {self.num(0)}", f"issubclass(type({o}), {c})")

    TRUTHS = [(30, compared), (30, of_loop), (6, contained), (10, tested), (8, both), (7, of_objects)]

    # -- strings, containers, objects ---------------------------------------------------------------------------------------

    def text(self, depth=2):
        """A string of bounded length."""
        if depth <= 0 or self.chance(25):
            return self.var("str") if self.chance(70) and self.var("str") else self.rng.choice(WORDS)
        a, b, n = self.text(depth - 1), self.text(depth - 1), self.num(1)
        return self.pick(f"({a} + {b})[-40:]", f"({a} + {b})[:40]", f"{a}[{self.small()}:]", f"{a}[::-1]", f"({a} * {self.pick(0, 1, 2, 3)})[:40]", f"str({n})[:40]",
                         f"f'{{{self.flat(n)}}}'[:40]", f"{a}.upper()", f"{a}.replace('a', 'b')", f"('%s' % ({n},))", f"'{{}}-{{}}'.format({n}, 1)[:40]",
                         f"{a}.strip()", f"','.join([{a}, {b}])[:40]", f"repr({n})[:30]", f"{a}[{self.whole(0)} % 3:]", f"({a} or {b})", f"hex({self.whole(0)})[:30]",
                         f"({a} if {self.truth(1)} else {b})", f"chr({self.whole(0)} & 127)", f"{a}[1:-1]", f"min({a}, {b})", f"f'{{{self.flat(self.num(0))}!r:>8}}'[:40]",
                         f"{a}.split('b')[0]", f"type({n}).__name__")

    def flat(self, text):
        """Inside the braces of an f-string of 3.11: no quotes, no backslashes."""
        return text if not any(c in text for c in "'\\:{") else self.num_name()

    def num_name(self):
        return self.var("num") or "1"

    def key(self):
        return self.pick(f"{self.whole(0)} & 15", f"{self.whole(0)} & 7", self.small(), self.rng.choice(("'a'", "'b'", "'k'")), f"{self.num(0)} % 5", f"({self.whole(0)} & 3, 1)",
                         self.num(0), self.text(0))

    def sequence(self, depth=1, length=12):
        """Something to walk through whose items usually are numbers."""
        roll = self.rng.random()
        if roll < 0.3 and self.var("list") and self.affordable(50):
            return self.var("list")
        if roll < 0.4 and self.var("tuple"):
            return self.var("tuple")
        if roll < 0.45 and self.var("list") and self.affordable(50):
            return self.pick(f"{self.var('list')}[1:]", f"reversed({self.var('list')})", f"sorted({self.var('list')}, key=str)", f"iter({self.var('list')})")
        if roll < 0.5 and self.var("dict") and self.affordable(30):
            return self.pick(f"{self.var('dict')}.values()", f"list({self.var('dict')})", f"list({self.var('dict')}.values())")
        if roll < 0.6:
            able = [g for g in self.generators if self.affordable(g.cost)]
            if able:
                g = self.rng.choice(able)
                self.spend(g.cost)
                return f"{g.name}({self.whole(1)} & 7)"
        if roll < 0.66:
            return f"({self.num(1)}, {self.num(1)}, {self.num(0)})"
        if roll < 0.7:
            return f"[{self.num(1)}, {self.num(0)}]"
        if roll < 0.75:
            o = self.obj()
            return o if o is not None and self.chance(30) else f"{{{self.whole(0)} & 31, 1, 2}}"
        top = self.rng.randint(1, length)
        able = [f for f in self.functions if f.kind == "plain" and self.affordable(f.cost * top)]
        if able and self.chance(25):
            f = self.rng.choice(able)
            self.spend(f.cost * top)
            return f"{self.pick('map', 'map', 'filter')}({f.name}, range({top}))"
        if self.chance(12) and not self.in_source and self.affordable(2 * top):
            self.spend(2 * top)
            return f"{self.pick('map', 'filter')}({self.callback(top)}, {self.pick(f'range({top})', f'tuple(range({top}))', f'{{j: j for j in range({top})}}', f'list(range({top}))')})"
        return self.pick(f"range({top})", f"range({top})", f"range(1, {top})", f"range({top}, 0, -1)", f"range({top // 2}, {top}, 2)",
                         f"range({self.whole(0)} & 7)", f"range({self.pick(*WIDE) - 2}, {self.pick(*WIDE)} + 1)[:{length}]" if self.chance(20) else f"range({top})")

    def listed(self, depth=2):
        """A list of at most some fifty numbers."""
        self.in_source += 1
        name, source = self.fresh("e"), self.sequence(1)
        self.in_source -= 1
        with self.scope.reading("num", name):
            inner, condition = self.num(1), self.truth(1)
        v = self.var("list") or "[1, 2]"
        return self.pick(f"[{inner} for {name} in {source}][:50]", f"[{inner} for {name} in {source} if {condition}][:50]", f"[{self.num(1)}, {self.num(1)}]",
                         f"list({source})[:50]", f"({v} + [{self.num(1)}])[-40:]", f"{v}[1:]", f"{v}[::-1]", f"{v}[:{self.whole(0)} & 7]", f"[{self.num(0)}] * {self.small()}",
                         f"sorted({v}, key=repr)", f"list(map(abs, {v}))", f"list(filter(None, {v}))", f"[*{v}, {self.num(0)}][:40]", f"{v}.copy()",
                         f"[0] * {self.pick(3, 8, 20)}", f"list(range({self.pick(3, 8, 20)}))")

    def tupled(self):
        t = self.var("tuple") or "(1, 2)"
        return self.pick(f"({self.num(1)}, {self.num(1)})", f"({self.num(1)}, {self.num(0)}, {self.num(0)})", f"({t} + ({self.num(0)},))[-4:]", f"{t}[::-1]",
                         f"divmod({self.num(0)}, {self.whole(0)} or 3)", f"({self.num(0)}, {self.pick('None', '0.5', 'True')})")

    def dicted(self):
        name = self.fresh("e")
        with self.scope.reading("num", name):
            inner = self.num(1)
        return self.pick(f"{{{self.key()}: {self.num(1)}, {self.key()}: {self.num(0)}}}", f"{{{name}: {inner} for {name} in range({self.pick(3, 8, 16)})}}",
                         f"dict(a={self.num(0)}, b={self.num(0)})", "{}", f"dict(zip(range(5), {self.sequence(0)}))")

    def obj(self):
        """Text of an object of one of the program's classes, or None."""
        if not self.classes:
            return None
        roll = self.rng.random()
        if roll < 0.7 and self.var("object"):
            return self.var("object")
        if roll < 0.8 and self.var("objects"):
            return f"{self.var('objects')}[{self.whole(0)} % len({self.var('objects')})]"
        return self.new_object() if self.affordable(self.method_cost) else self.var("object")

    def new_object(self):
        self.spend(self.method_cost)
        c = self.rng.choice(self.classes).name
        return f"{c}({self.pick(self.num(1), f'{self.num(1)}, {self.num(0)}', f'{self.num(0)}, x={self.num(0)}')})"

    def anything(self):
        """Of any kind, for variables that hold numbers mostly: nothing that `*` would multiply without end."""
        return self.pick("None", "True", "False", "INF", "NAN", "1.5", "-0.0", self.num(2), f"({self.num(1)}) * 1.0", "1j", self.obj() or "None")
