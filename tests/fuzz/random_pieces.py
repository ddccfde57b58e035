"""More pieces of text with random holes, as in random_machines.py: functions that raise in many ways, context managers, records and
matching, subclasses of containers, coroutines, deep exceptions, complex numbers, and one-line statements over slices, sets, views and texts.
"""
MORE_PIECES = {
    # Raises by number, through its own handlers; what is caught where differs from call to call.
    "raiser": """
def {name}(k, depth=0):
    try:
        if k % 7 == 1: raise Trouble(k)
        if k % 7 == 2: return [][k]
        if k % 7 == 3: return {{}}[k]
        if k % 7 == 4: return k // (k - k)
        if depth: return {name}(k + 1, depth - 1) {op} 1
        return k {op} {num}
    except KeyError as e:
        if k % 3: raise ValueError({small}) from {cause}
        return {small}
    except {caught}:
        if k % 5 == 0: raise
        return -1
    finally:
        {last}
""",
    "manager": """
class {name}:
    live = 0
    def __init__(self, n):
        self.n = n
    def __enter__(self):
        {name}.live += 1
        {seen}
        if self.n % {every} == {when}: {trouble}
        return self.n
    def __exit__(self, kind, e, trace):
        {name}.live -= 1
        {seen}
        if kind is KeyError: raise ValueError(self.n)
        {raising_exit}
        return self.n & 1 and kind is not None and issubclass(kind, ArithmeticError)
def {name}_used(n, k):
    with {name}(n) as m:
        if k & 3 == 1: 1 // 0
        if k & 7 == 2: raise KeyError(k)
        if k & 7 == 3: return {small}
        m = m {op} k
    return m
""",
    "record": """
class {name}:
    __slots__ = ('a', 'b')
    __match_args__ = ('a', 'b')
    def __init__(self, a, b):
        self.a, self.b = a, b
    def __eq__(self, other):
        {seen}
        return isinstance(other, {name}) and (self.a, self.b) == (other.a, other.b)
    def __hash__(self):
        return hash((self.a, self.b))
    def __{operator}__(self, other):
        if other.__class__ is not {name}: return NotImplemented
        return {name}(cut(self.a {op} other.a), self.b)
    def __iter__(self):
        yield self.a
        yield self.b
    @property
    def size(self):
        return self.a if self.b is None else cut(self.a + self.b)
    @classmethod
    def of(cls, *args):
        return cls(*args[:2])
    @staticmethod
    def kind(r):
        match r:
            case {name}(0, b): return b
            case {name}(a, None): return a
            case {name}(a=int(a), b=b) if a > {small}: return cut(a)
            case [a, *_] | {{'k': a}}: return a
            case str() | float(): return 1
            case _: return {small}
""",
    "sublist": """
class {name}(list):
    def __getitem__(self, i):
        {seen}
        if isinstance(i, int) and i % {every} == {when}: return {small}
        return super().__getitem__(i)
    def append(self, x):
        if len(self) < 30: super().append({item})
class {name}_d(dict):
    def __missing__(self, key):
        if key == {when}: {trouble}
        self[key] = {small}
        return {num}
    def __setitem__(self, key, value):
        if len(self) < 30: dict.__setitem__(self, key, {value2})
class {name}_i(int):
    def __add__(self, other):
        return int.__add__(self, other) {op} 1
    def __bool__(self):
        return {truth}
""",
    "coroutine": """
class {name}_w:
    def __init__(self, n):
        self.n = n
    def __await__(self):
        got = yield self.n
        {seen}
        return self.n {op} (got or 0)
async def {name}(n, how=0):
    total = {num}
    try:
        for i in range(n):
            total = cut(total {op} await {name}_w(i))
            if how == 1 and i == 2: {trouble}
    except ValueError:
        total = -1
    return total
def {name}_run(n, how=0):
    c = {name}(n, how)
    got = None
    try:
        while True:
            got = c.send(got)
    except StopIteration as e:
        return e.value
""",
    # Exceptions through frames of several kinds, looked at where they arrive.
    "deep": """
class {name}:
    def __init__(self, n):
        self.n = n
        if n & 15 == {when}: {trouble}
    def down(self, k):
        if k <= 0: raise {raised}(self.n)
        return self.down(k - 1)
    def __getitem__(self, k):
        return self.down(k & 3)
def {name}_gen(o, k):
    try:
        yield o.n
        yield o[k]
    except {caught} as e:
        error(e)
        raise KeyError(k) from e
def {name}(n, k, how=0, make={name}):
    try:
        o = make(n)
        if how == 0: return o.down(k & 3)
        if how == 1: return sum({name}_gen(o, k))
        if how == 2: return [o[j] for j in range(k & 3)] or 0
        return max((j for j in range(3)), key=lambda j: o[j])
    except (Trouble, LookupError) as e:
        {handler}
        return {small}
""",
    # Complex numbers that loops carry; what is kept of them is seen later.
    "plane": """
class {name}_p:
    def __init__(self, z):
        self.z = z
def {name}(n, z, how=0):
    w, x, p, kept = 1 + 0.5j, 0.5, {name}_p(1j), []
    for i in range(n):
        try:
            {plane1}
            if {asked0}:
                {plane2}
                {plane3}
            {plane4}
            if how == 1 and i % {every} == {when}: kept.append((z, w is z))
            if how == 2 and {asked1}: {plane5}
            if how == 3: frames(2)
        except (ArithmeticError, TypeError) as e:
            if how == 1: error(e)
            z, w, x = {plane0}, 0.5j, 0.25
    note(z, w, x, p.z, kept)
    return x
""",
}
PLANE_LEAVES = ("z", "z", "z", "w", "w", "p.z", "x", "i", "1j", "0.5", "2", "-0j", "(0.6+0.8j)", "-0.0", "True")


class Pieces:
    """Mixed into Program."""

    def more_holes(self):
        return dict(
            item=self.pick("x", "x", "(x, 1)[0]"), cause=self.pick("None", "e", "e", "Trouble(k)"), caught=self.pick("(Trouble, ZeroDivisionError)", "Exception", "LookupError", "Trouble"),
            last=self.pick("k = 0", "frames(2)", "depth = k", "pass"), raising_exit=self.pick("pass", "if kind is Trouble: return True", "if e is not None and self.n % 5 == 1: raise Trouble(self.n) from None"),
            plane0=self.pick("1j", "-0j", "i", "0.5", "complex(x, i)"), **{f"plane{at}": self.plane_step() for at in range(1, 6)}, asked0=self.plane_question(), asked1=self.plane_question(),
            operator=self.pick("add", "sub", "mul", "or", "radd"), truth=self.pick("int(self) > 3", "True", "int.__bool__(self)"),
            raised=self.pick("Trouble", "KeyError", "IndexError", "ValueError"), handler=self.pick("error(e)", "error(e)", "if how == 1: raise", "e.__traceback__ = None", "note(e, e.__cause__)"))

    def plane_number(self, depth):
        """A number of any kind from those of the piece `plane`."""
        if depth <= 0 or self.chance(10):
            return self.rng.choice(PLANE_LEAVES)
        a, b = self.plane_number(depth - 1), self.plane_number(depth - 1)
        return self.weighted([(10, lambda: f"({a} {self.pick('+', '-', '*', '*', '/')} {b})"), (2, lambda: f"-{a}"), (1, lambda: f"({a}).conjugate()"), (1, lambda: f"complex({a}, {b})"), (1, lambda: f"abs({a})"), (1, lambda: f"({a} + 0j) ** {self.pick(1, 2, 2, 3, 5, 'i', -1)}"), (2, lambda: f"({a}).{self.pick('real', 'imag')}")])()

    def plane_step(self):
        e = self.plane_number(3)
        return self.pick(f"z = {e} + 0j", f"z = complex({e})", f"z {self.pick('+', '-', '*', '/')}= {e}", "z, w = w, z", f"w, z = z, {e} + 0j", f"w = {e} - 0j", f"x = abs({e})", f"x = ({e} + 0j).real", f"p.z = {e} + 0j",
                         f"p = type(p)({e} + 0j)", f"x = 1.0 if {e} else 2.0", "z = w = z * 0.5j", "z = z / abs(z) if abs(z) > 1e3 else z")

    def plane_question(self):
        return self.pick("i & 1", "i % 5 == 3", f"z == {self.plane_number(1)}", f"{self.plane_number(2)} != w", "z.real > w.imag", "abs(z) > 2", "not z", f"({self.plane_number(2)} + 0j).imag < x", "i > 9")

    def begin_piece(self, kind, name):
        if kind == "record":
            r = self.fresh("rec")
            self.line(f"{r} = {name}({self.num(0)}, {self.pick('None', self.num(0))})")
            return name, r
        if kind == "sublist":
            v = self.fresh("sub")
            self.line(f"{v} = {name}([{self.num(0)}, {self.num(0)}])")
            self.line(f"{v}_d = {name}_d(a={self.num(0)})")
            self.line(f"{v}_i = {name}_i({self.small()})")
            return name, v
        return name, None

    def use_piece(self, kind, what, n, i, tried):
        name, living = what
        num, whole, small = self.num(1), self.whole(1), self.whole(0)
        small7 = f"({small} & 7)"
        if kind == "raiser":
            call = self.pick(f"{name}({small7})", f"{name}({i} & 15, {self.pick(1, 2, 3)})", f"{name}({i} % 7)", f"sum(map({name}, ({small7}, 5)))")
            if tried and self.chance(40):
                self.line(f"{n} = cut({call})")
            else:
                self.guarded(f"{n} = cut({call})")
        elif kind == "manager":
            if self.chance(50):
                call = f"{n} = {name}_used({small7}, {i} & 15)"
                self.line(call) if tried and self.chance(40) else self.guarded(call)
            else:
                self.in_try += 1
                with self.block("try:"):
                    with self.block(f"with {name}({small7}) as {n}" + (":" if self.chance(70) else f", {name}({i} & 3):")):
                        self.statements(self.rng.randint(1, 2), 0)
                self.in_try -= 1
                with self.block("except Exception as e:"):
                    self.line(f"error(e); {n} = {name}.live")
        elif kind == "record":
            r = living
            self.line(self.pick(f"{r} = {name}({num}, {small})", f"{n} = {r}.size" if tried else f"{n} = {r}.a", f"{r}.a = cut({num})", f"{n} = {name}.kind({r})", f"{n} = {name}.kind({num})", f"{n} = {name}.kind(({small}, 2))",
                                f"{n}, {r}.b = {r}", f"{n} = {r} == {name}({small7}, None)", f"{n} = len({{{r}, {name}({small7}, 1), {name}(1, 1)}})", f"{n} = sum(x_ or 0 for x_ in {r})", f"{r} = {name}.of(*{r})" if tried else f"{r} = {name}.of({small}, 1)",
                                f"{r} = {r} {self.pick('+', '-', '*', '|')} {name}({small7}, {small})" if tried else f"{r}.b = None", f"{n} = {r} != {small}"))
        elif kind == "sublist":
            v = living
            self.line(self.pick(f"{v}.append({num})", f"{n} = {v}[{small7} % len({v})]" if tried else f"{n} = {v}[-1]", f"{n} = len({v}) + sum({v}[:2])" if tried else f"{n} = len({v})", f"for {n} in {v}[:3]: pass", f"{v}[0] = {num}",
                                f"{n} = {v}_d[{small7}]" if tried else f"{n} = len({v}_d)", f"{v}_d[{small7}] = {num}", f"{n} = {v}_d.get({small7}, 1)", f"{n} = cut({v}_i + {whole})", f"{n} = {small} if {v}_i else {num}", f"{v}_i = {name}_i({i} & 7)",
                                f"{n} = {v}_i + {v}_i", f"{n} = {v}_i == {small}", f"{n}, *_ = {v}", f"{n} = {v}_i in {v}", f"{n} = max({v}_i, {small})", f"{v} = {name}(sorted({v}, key=repr))"))
        elif kind == "plane":
            z = self.pick("0j", "1j", "(0.5-0.25j)", f"complex({small7}, 1)", "0", "1.0", "complex(INF, 1)", "complex(-0.0, -0.0)", "1e200j")
            call = f"{n} = {name}({self.pick(3, 12, 40)}, {z}, {self.pick(0, 0, 1, 2, 3)})"
            self.line(call) if tried and self.chance(40) else self.guarded(call)
        elif kind == "coroutine":
            call = f"{n} = {name}_run({small} & 3, {self.pick(0, 0, 1)})"
            self.line(call) if tried else self.guarded(call)
        else:
            call = f"{n} = {name}({small7}, {i} & 7, {self.pick(0, 1, 2, 3)})"
            self.line(call) if tried and self.chance(50) else self.guarded(call)

    def guarded(self, text):
        with self.block("try:"):
            self.line(text)
        with self.block(f"except {self.pick('Exception', 'Exception', '(ValueError, LookupError)') if self.tried() else 'Exception'} as e:"):
            self.line(self.pick("error(e)", "error(e)", "pass", "note(e, type(e.__context__), type(e.__cause__))"))

    def one_liner(self, depth):
        """Slices, sets, views, texts, conversions."""
        names = self.scope.writable("num")
        if not names:
            return self.assign(depth)
        n = self.rng.choice(names)
        num, small, small2, whole = self.num(1), self.whole(0), self.whole(0), self.whole(1)
        v, t, s = (self.var(kind) for kind in ("list", "tuple", "str"))
        sequence = self.pick(*filter(None, (v, t, s, v)), f"[{num}, {small}]")
        step = self.pick("", "", ":2", ":-1", f":{self.pick(3, -2)}")
        part = f"{sequence}[{self.pick('', small + ' & 3', '-2', str(self.pick(0, 1)))}:{self.pick('', '-1', small2 + ' & 7', '3')}{step}]"
        sets = [f"{{{small} & 7, {small2} & 3}}", self.var("set") or "{1, 2}", "frozenset((1, 5))", f"set(range({small} & 7))"]
        left, right = self.rng.choice(sets), self.rng.choice(sets)
        d = self.var("dict") or f"{{1: {small}, 'a': 2}}"
        choices = [f"{n} = len({part})", f"{n} = len({part}) * 2 + ({part} == {part})", f"{n} = sorted({left} {self.pick('&', '|', '-', '^')} {right}) == [1, 2]", f"{n} = {left} {self.pick('<', '<=', '==', '>=')} {right}",
                   f"{n} = len({left}.{self.pick('union', 'intersection', 'difference', 'symmetric_difference')}({right}))", f"{n} = len({d}.{self.pick('keys', 'items')}() {self.pick('&', '|', '-')} {{1, 'a', (1, 2)}})",
                   f"{n} = len({{**{d}, 'k': {num}}} | {{2: 3}})", f"{n} = len(dict(zip({sequence}, range(9))))" if sequence == s else f"{n} = sum(1 for _ in zip({sequence}, range({small} & 7)))",
                   f"{n} = [j_ for j_, _ in enumerate({sequence}, {small} & 3)][-1:] == [2]", f"{n} = len([*reversed({sequence}), *{sequence}])", f"{n} = len([*map(repr, {sequence})]) + len([*filter(None, {sequence})])",
                   f"{n} = int.from_bytes(({small} & 0xffffffffff).to_bytes(8, {self.pick(chr(39) + 'little' + chr(39), chr(39) + 'big' + chr(39))}), 'little')", f"{n} = int(f'{{{small} & 0xffff:x}}', 16) ^ {small2}",
                   f"{n} = len(f'{{{num}!r:>{{{small} & 15}}}}|{{{whole}}}|{{{small2}:d}}')" if not self.floats else f"{n} = len(f'{{{num}!r:>{{{small} & 15}}}}|{{{whole}}}')", f"{n} = len('%s %r' % ({num}, {part}))",
                   f"{n} = hash(({small} & 255, ({small2} & 15, 1))) & 0xffff", f"{n} = max(({small}, 1), ({small2}, 2))[1]", f"{n} = ({small}, {num}) < ({small2}, 3)", f"{n} = min([{small}, {num}, 3], key=lambda q_: -q_)",
                   f"{n} = [{small}, {small2}].index({small2})", f"{n} = ((y_ := {small} & 7) + y_ * 2) if {small2} else 3", f"{n} = (lambda *a_, k_=1, **m_: len(a_) + k_ + len(m_))(*{sequence}, **{{'q': {small}}})", f"{n} = [[{small}] * 2 for _ in range(2)][{small2} & 1][0]",
                   f"{n} = ({small} if {small2} else {num}) or {small2}", f"{n} = {small} < {small2} < {num} != {small}", f"{n} = divmod({small} & 255, ({small2} & 7) + 1)[1]", f"{n} = (abs({small}) & 0xffff).bit_count() + (1).bit_length()",
                   f"{n} = any(x_ == {small} for x_ in {sequence}) + all({sequence})", f"{n} = next((x_ for x_ in range(5) if x_ > ({small} & 7)), -1)", f"{n} = len(set(map(type, {sequence})))", f"{n} = sum([x_ & 1 for x_ in range({small} & 7) if x_ != 3])"]
        line = self.rng.choice(choices)
        self.line(line) if self.tried() and self.chance(60) else self.guarded(line)
