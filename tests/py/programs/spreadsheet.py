# A spreadsheet: cells with formulas compiled by eval over a mapping, dependencies, recalculation, cycles, functions, formats.
class CellError(Exception):
    pass


class Cell:
    def __init__(self, sheet, name):
        self.sheet, self.name = sheet, name
        self.source, self.code, self.value, self.error = "", None, None, None
        self.uses, self.used_by = set(), set()

    def set(self, source):
        self.source = source
        for other in self.uses:
            self.sheet.cell(other).used_by.discard(self.name)
        self.uses = set()
        self.code = None
        if source.startswith("="):
            try:
                self.code = compile(self.sheet.translate(source[1:]), self.name, "eval")
                self.uses = {n for n in self.code.co_names if self.sheet.is_name(n)} | self.sheet.ranges(source)
            except SyntaxError as error:
                self.error, self.value = "syntax", None
                return
            for other in self.uses:
                self.sheet.cell(other).used_by.add(self.name)
        else:
            try:
                self.value = int(source)
            except ValueError:
                try:
                    self.value = float(source)
                except ValueError:
                    self.value = source or None
        self.error = None

    def compute(self):
        if self.code is not None:
            try:
                self.value = eval(self.code, {"__builtins__": {}}, self.sheet)
                self.error = None
            except CellError as error:
                self.value, self.error = None, str(error)
            except (ZeroDivisionError, TypeError, ValueError, NameError) as error:
                self.value, self.error = None, type(error).__name__


class Sheet:
    def __init__(self):
        self.cells = {}
        self.computed = 0

    @staticmethod
    def is_name(text):
        return len(text) >= 2 and text[0].isupper() and text[1:].isdigit()

    def cell(self, name):
        if name not in self.cells:
            self.cells[name] = Cell(self, name)
        return self.cells[name]

    def span(self, a, b):
        for row in range(int(a[1:]), int(b[1:]) + 1):
            for column in range(ord(a[0]), ord(b[0]) + 1):
                yield chr(column) + str(row)

    def split(self, source):
        words, word = [], ""
        for c in source + " ":
            if c.isalnum() or c == ":":
                word += c
            else:
                words += [word] if word else []
                words.append(c)
                word = ""
        return words

    def ranges(self, source):
        found = set()
        for word in self.split(source):
            a, colon, b = word.partition(":")
            if colon and self.is_name(a) and self.is_name(b):
                found |= set(self.span(a, b))
        return found

    def translate(self, source):
        return "".join(f'RANGE("{w}")' if ":" in w else w for w in self.split(source)).strip()

    def __getitem__(self, name):
        if name == "RANGE":
            return lambda text: [self[n] for n in self.span(*text.split(":")) if self.cell(n).value is not None or self.cell(n).error]
        functions = {"SUM": sum, "MAX": max, "MIN": min, "LEN": len, "AVG": lambda v: sum(v) / len(v), "IF": lambda c, a, b: a if c else b, "ROUND": round}
        if name in functions:
            return functions[name]
        if not self.is_name(name):
            raise KeyError(name)
        cell = self.cell(name)
        if cell.error:
            raise CellError(f"{name}: {cell.error}")
        return 0 if cell.value is None else cell.value

    def __setitem__(self, name, source):
        cell = self.cell(name)
        cell.set(source)
        self.recalculate(name)

    def recalculate(self, start):
        order, state = [], {}

        def visit(name):
            if state.get(name) == "active":
                return True
            if name in state:
                return False
            state[name] = "active"
            cycle = any([visit(other) for other in sorted(self.cell(name).used_by)])
            state[name] = "cycle" if cycle else "done"
            order.append(name)
            return cycle
        visit(start)
        for name in reversed(order):
            if state[name] == "cycle":
                self.cell(name).value, self.cell(name).error = None, "cycle"
            else:
                self.cell(name).compute()
                self.computed += 1

    def show(self):
        rows = sorted({int(n[1:]) for n in self.cells})
        columns = sorted({n[0] for n in self.cells})
        for row in rows:
            cells = [self.cells.get(c + str(row)) for c in columns]
            print(f"{row:>2} " + " | ".join("#" + c.error.split()[-1][:9] if c and c.error else "" if c is None or c.value is None else f"{c.value:.2f}" if isinstance(c.value, float) else str(c.value) for c in cells))


s = Sheet()
for name, source in {"A1": "ducks", "B1": "12", "C1": "2.5", "D1": "=B1*C1", "A2": "geese", "B2": "4", "C2": "7", "D2": "=B2*C2", "A3": "sum", "B3": "=SUM(B1:B2)", "D3": "=SUM(D1:D2)", "D4": "=IF(D3>50,'rich','poor')", "C4": "=ROUND(AVG(C1:C2),1)", "A4": "=LEN(A1)+LEN(A2)"}.items():
    s[name] = source
s.show()
print(s.computed)
s["B1"] = "100"
s.show()
s["C2"] = "=C1/B9"
s.show()
s["B9"] = "2"
print(s["C2"], s["D3"], s["D4"])
s["E1"] = "=E2+1"
s["E2"] = "=E3+1"
s["E3"] = "=E1+1"
print([s.cell(n).error for n in ("E1", "E2", "E3")])
s["E3"] = "10"
print([s[n] for n in ("E1", "E2", "E3")])
for source in ("=1+", "=nope", "=A1+1", "=__import__('os')", "=MAX(Z1:Z3)", "=D4*2", "text", "", "=SUM(B1:B3)-B3", "-1.5e3"):
    s["F1"] = source
    print(repr(source), repr(s.cell("F1").value), s.cell("F1").error)
for i in range(1, 60):
    s[f"G{i}"] = f"=G{i + 1}+1"
before = s.computed
s["G60"] = "1"
print(s["G1"], s.computed - before, sorted(s.cell("G2").used_by), s.cell("D3").uses == {"D1", "D2"})
