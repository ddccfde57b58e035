"""Things that live longer than a statement, and statements that use them: closures over cells that change, objects whose comparison is
Python code as keys, iterators written in Python, functions with every kind of parameter, generators that end in several ways.

A kind of these is a fixed piece of text with random holes (`pieces`); what a program has of them is in `self.machines`.
"""
from random_pieces import MORE_PIECES

PIECES = {
    # A pair of closures over the same two cells; one of them may be unbound for a while.
    "closures": """
def {name}(a, step={num}):
    calls = 0
    late = a
    def up(b=1, *, by=step):
        nonlocal a, calls, late
        calls += 1
        if calls % {every} == {when}: {trouble}
        if calls % 31 == 30: del late
        elif calls % 31 == 0: late = calls
        a = cut(a {op} by + b)
        return a
    def look():
        return a, calls, late if calls % 31 != 30 else None
    return up, look
""",
    # Equal to ints, and says so in Python code that looks at the frames.
    "keys": """
class {name}:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        {seen}
        return hash(self.n)
    def __eq__(self, other):
        {seen}
        {raising}
        return self.n == (other.n if isinstance(other, {name}) else other)
    def __lt__(self, other):
        {seen}
        return self.n < (other.n if isinstance(other, {name}) else other)
    def __repr__(self):
        return f'{name}({{self.n}})'
""",
    "iterator": """
class {name}:
    def __init__(self, n, bad=-1):
        self.n, self.at, self.bad = n, 0, bad
    def __iter__(self):
        return self
    def __next__(self):
        self.at += 1
        if self.at == self.bad: {trouble}
        if self.at > self.n: raise StopIteration({small})
        return {value}
    def __length_hint__(self):
        return {small}
""",
    "parameters": """
def {name}(a, /, b={num}, *rest, c={num}, d=None, **more):
    {seen}
    if d is not None: {body}
    return cut(a + b * 2 + len(rest) - c + sum(more.values()) + (rest[0] if rest else {small}))
""",
    # try/finally around yields; what is returned; closing.
    "endings": """
def {name}(n, how=0):
    total = {num}
    try:
        for i in range(n):
            try:
                got = yield cut(i {op} total)
                if got: total += got
            except Trouble as e:
                error(e)
                if how == 1: return total
                total += 1
            finally:
                total += 1
            if how == 2 and i == {when}: {trouble}
        else:
            total = -total
    finally:
        n = 0
    return total
def {name}_all(n, how=0):
    got = yield from {name}(n, how)
    yield got
    return got
""",
    "attributes": """
class {name}:
    seen = 0
    def __init__(self, n):
        object.__setattr__(self, 'n', n)
        self.m = n
    def __setattr__(self, name, value):
        {name}.seen += 1
        {seen}
        object.__setattr__(self, name, {value2})
    def __getattribute__(self, name):
        if name == 'q': return {small}
        if name == 'r': {trouble}
        return object.__getattribute__(self, name)
    def __delattr__(self, name):
        note(name)
        object.__delattr__(self, name)
""",
    # A decorator and what it wraps.
    "wrapped": """
def {name}_wrap(f):
    def inner(*args, **kwargs):
        inner.calls += 1
        try:
            return f(*args, **kwargs)
        except ArithmeticError as e:
            error(e)
            return {num}
    inner.calls = 0
    return inner
@{name}_wrap
def {name}(a, b=1):
    return a {op2} (b & 3) {op} {num}
""",
    # What one round makes, and later rounds look into.
    "carried": """
class {name}:
    {slots}
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __add__(self, other):
        return {name}(cut(self.x + other.y), self.y)
    def step(self, k):
        return {name}(self.y, cut(self.x {op} k))
    def __repr__(self):
        return f'{name}({{self.x}}, {{self.y}})'
def {name}_run(n, k, *given):
    p = o = q = given[0] if given else {name}(k, {num})
    t, kept = (k, 1, {num}), []
    try:
        for i in range(n):
            {carried0}
            {carried1}
            {carried2}
            {carried3}
            {carried4}
    except (TypeError, ArithmeticError, AttributeError) as e:
        error(e)
        note(i)
    note(p, q, o, t, p is q, q is o, len(set(map(id, kept))), kept[-2:])
    return len(kept)
""",
}
# Of an object p, of tuples t, in rounds i.
CARRIED = (
    "p = p.step(i)", "p = p + o", "p = p + p", "p = {name}(p.y, p.x)", "p = {name}(cut(p.x + 1), p.y)", "p = {name}(p.x, i * 0.5)", "q = p", "q, p = p, {name}(i, cut(p.x - 1))",
    "t = (t[0], t[2], i)", "a, b, c = t; t = (cut(a + b), c, b)", "t = (t[1], p, t[0])", "t = (i, t[2], (t[0], i)) if i & 1 else (1, 2, 3)", "p = {name}(p, i) if i % 3 else {name}(i, i)",
    "if i % {every} == {when}: kept.append(p)", "if i % {every} == {when}: p.y = i", "if i % {every} == {when}: p = o", "if i % {every} == {when}: p.z = i", "if i % {every} == {when}: note(p, t)",
    "if i == {when}: {trouble}", "if p is q: kept.append(i)", "o.x = i", "p.x = cut(p.x + 1)", "if p.x == t[0]: kept.append(q)", "while i % {every} == 3 and p.x: p = {name}(0, p.y)", "{body}", "{body}",
)


class Machines:
    """Mixed into Program."""

    def define_machine(self):
        kind = self.rng.choice(list(PIECES) + list(MORE_PIECES))
        name = self.fresh(kind[:2].upper() if kind in ("keys", "iterator", "attributes", "manager", "record", "sublist") else kind[:2])
        holes = dict(
            name=name, num=self.literal(), small=self.small(), every=self.pick(13, 29, 50), when=self.pick(1, 5, 7), op=self.pick("+", "-", "*", "^"),
            op2=self.pick("//", "%", "//", "+"), trouble=self.pick("raise Trouble('in a piece')", "raise ValueError(1)", "1 // 0", "pass"),
            seen=self.pick("pass", "pass", "frames(3)", "frames(5)"), raising=self.pick("pass", "pass", "if self.n == 3: raise Trouble(self.n)"),
            value=self.pick("self.at", "self.at * 0.5", "cut(self.at * self.n)", "(self.at, self.n)[self.at & 1]"), body=self.pick("note(d)", "a, b = b, a", "b = d"),
            value2=self.pick("value", "cut(value)", "value"), **self.more_holes())
        if kind == "carried":
            holes["slots"] = self.pick("__slots__ = 'x', 'y', 'z'", "z = 1", "pass")
            holes["trouble"] = self.pick("1 // 0", "p.w", "break", "continue")
            holes["body"] = self.pick("pass", "sorted((i,))", "frames(2)", "kept.append(0); kept.pop()")
            for n in range(5):
                holes[f"carried{n}"] = self.rng.choice(CARRIED).format(**holes)
        self.line("")
        for line in (PIECES | MORE_PIECES)[kind].strip("\n").format(**holes).split("\n"):
            self.line(line)
        self.machines.append((kind, name))

    def begin_machines(self):
        """In main: what lives as long as it."""
        self.living = []
        for kind, name in self.machines:
            if kind == "closures":
                up, look = self.fresh("up"), self.fresh("look")
                self.line(f"{up}, {look} = {name}({self.num(0)})")
                self.living.append((kind, (up, look)))
            elif kind == "keys":
                mixed, z = self.fresh("mixed"), self.fresh("zz")
                self.line(f"{mixed} = {{{self.small()}: 1, {name}({self.small()}): 2, 'a': 3}}")
                self.line(f"{z} = {{{name}({self.small()}), {self.small()}, 'k'}}")
                self.line(f"{mixed}_v = [{name}({self.small()}), {self.small()}, {self.small()}]")
                self.living.append((kind, (name, mixed, z)))
            elif kind == "attributes":
                o = self.fresh("at")
                self.line(f"{o} = {name}({self.num(0)})")
                self.living.append((kind, (o, name)))
            else:
                self.living.append((kind, self.begin_piece(kind, name) if kind in MORE_PIECES else name))

    def use_machine(self, depth):
        living = getattr(self, "living", [])
        names = self.scope.writable("num")
        if not living or not names or not self.scope.loops or not self.affordable(30):
            return self.assign(depth)
        kind, what = self.rng.choice(living)
        n, i = self.rng.choice(names), self.scope.loops[0]
        num, whole, small = self.num(1), self.whole(1), self.whole(0)
        self.spend(30)
        tried = self.tried()
        if kind in MORE_PIECES:
            self.use_piece(kind, what, n, i, tried)
        elif kind == "closures":
            up, look = what
            self.line(self.pick(f"{n} = {up}({num})", f"{n} = {up}(by={num})", f"{n} = cut({up}() + {up}({small}, by={small}))", f"if {i} % 17 == 3: note({look}())", f"{n} = {look}()[{self.pick(0, 1)}]",
                                f"{n} = sum(map({up}, ({num}, 1)))"))
        elif kind == "keys":
            name, mixed, z = what
            self.line(self.pick(f"{n} = {mixed}.get({small} & 7, {num})", f"{mixed}[{small} & 7] = {num}", f"{n} = {mixed}[{name}({small} & 7)]" if tried else f"{n} = len({mixed})", f"{n} = ({small} & 7) in {z}",
                                f"{z}.add({small} & 7)", f"{z}.discard({small} & 7)", f"{mixed}.pop({small} & 7, 0)", f"{mixed}[{name}({small} & 7)] = {num}", f"{n} = {mixed}_v.count({small} & 7)",
                                f"{n} = {mixed}_v.index({small} & 7)" if tried else f"{n} = ({small} & 7) in {mixed}_v", f"{mixed}_v.sort()", f"{n} = {mixed}_v == [{small} & 7, 1, 2]", f"{n} = (({small} & 7), 1) in {{(1, 1): 2, ({name}(2), 1): 3}}",
                                f"{mixed}_v[0] = {self.pick(name + '(' + small + ' & 7)', small + ' & 7')}", f"{n} = min({mixed}_v) == 3", f"if {i} == {self.moment()}: {z}.clear(); {mixed}.clear()",
                                f"if {i} % 37 == 5: note(sorted(map(repr, {z})), {mixed}_v)", f"{n} = len({z} | {{{small} & 7}})", f"{n} = len({{**{mixed}, {small} & 7: 1}})"))
        elif kind == "iterator":
            self.line(self.pick(f"{n} = sum({what}({small} & 7))", f"{n} = len(list({what}({small} & 7, 9)))", f"for {n} in {what}({small} & 3): pass", f"{n} = max({what}(3), default={num})",
                                f"{n} = next({what}({small} & 1), {num})", f"{n}, *_ = {what}(({small} & 3) + 1)", f"{n} = sum(x_ for x_, y_ in zip({what}(3), range({small} & 3)))",
                                f"{n} = sum({what}(5, {small} & 7))" if tried else f"{n} = {small} in {what}(4)"))
        elif kind == "parameters":
            self.line(self.pick(f"{n} = {what}({num})", f"{n} = {what}({num}, {num})", f"{n} = {what}({num}, b={num})", f"{n} = {what}({num}, {num}, {num}, 3)", f"{n} = {what}({num}, c={num}, d={small})",
                                f"{n} = {what}({num}, e={num}, f={small})", f"{n} = {what}(*({num}, {num}, {small}), c={num})", f"{n} = {what}({num}, **{{'c': {num}, 'z': {small}}})",
                                f"{n} = {what}(a={num})" if tried else f"{n} = {what}({small}, *[{small}])"))
        elif kind == "endings":
            g = self.fresh("g")
            all_ = self.pick("", "_all")
            self.line(self.pick(f"{n} = sum({what}{all_}({small} & 7))", f"for {n} in {what}{all_}({small} & 3):\n    if {n} == {small}: break", f"{g} = {what}{all_}(3); {n} = next({g}); {n} = {g}.send({num}) if {small} else 1; {g}.close()",
                                f"{g} = {what}{all_}(4); next({g}); {n} = {g}.throw(Trouble({small}))", f"{n} = sum({what}{all_}(8, 2))" if tried else f"{n} = next({what}(0), 5)",
                                f"{g} = {what}{all_}(4, 1); next({g}); {n} = {g}.throw(Trouble, Trouble(2))" if tried else f"{n} = len(list({what}(2)))").replace("\n", "\n" + "    " * self.indent))
        elif kind == "carried":
            self.line(self.pick(f"{n} = {what}_run({small} & 31, {num})", f"{n} = {what}_run(40, {small})", f"{n} = {what}_run(({small} & 3) + 1, 0, {what}({num}, {small}))", f"if {i} % 11 == 3: {n} = {what}_run(150, {small}, {what}(1, 2))"))
        elif kind == "attributes":
            o, name = what
            self.line(self.pick(f"{o}.m = {num}", f"{n} = {o}.m", f"{n} = {o}.q", f"{n} = {o}.r" if tried else f"{o}.m = cut({o}.m + {small})", f"{o}.m += {small}", f"{n} = {name}.seen", f"{name}.seen = {small}",
                                f"if {i} == {self.moment()}: del {o}.m; {o}.m = 3"))
            if self.chance(30):
                self.line(f"{o}.m = cut(int({o}.m))" if tried else f"{o}.m = 1")
        else:
            self.line(self.pick(f"{n} = cut({what}({whole}, {small}))", f"{n} = {what}({num}, b={small})" if tried else f"{n} = {what}.calls", f"{n} = {what}.calls"))

    def build_text(self, depth):
        names, num = self.scope.writable("str"), self.num_name()
        if not names:
            return self.assign(depth)
        s = self.rng.choice(names)
        w = self.var("str")
        self.line(self.pick(f"{s} = f'{{{num}!s:>5.5}}|{{{w}:.3}}'[:40]", f"{s} = '-'.join(str(j_) for j_ in range({self.whole(0)} & 3))", f"{s} = '%s:%.5s' % ({num}, {w})", f"{s} = {w}[{self.whole(0)} & 3:{self.whole(0)} & 7]",
                            f"{s} = {w}[::{self.pick(-1, 2, -2, 3)}]", f"{s} = ({w}.replace({self.text(0)}, 'q') or 'e')[:40]", f"{s} = {w}.partition({self.pick(chr(39) + 'a' + chr(39), chr(39) + 'b' + chr(39))})[{self.pick(0, 1, 2)}]",
                            f"{s} = ''.join(sorted({w}))", f"{s} = ''.join([c_ + 'x' for c_ in {w}])[:40]", f"{s} = {w}.encode().hex()[:20]", f"{s} = {w}.rjust({self.small()}, '.')[:40]", f"{s} = {w}.title() if {self.truth(1)} else {w}.swapcase()",
                            f"{s} = '{{0:>{{1}}}}'.format({w}, {self.whole(0)} & 7)[:40]", f"{s} = str({w}.split('a'))[:40]", f"{s} = bytes({w}, 'utf-8').decode('utf-8')[{self.whole(0)} & 1:]"))
