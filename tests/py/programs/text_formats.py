# Small readers and writers: INI, CSV with quotes, a template engine, Markdown to HTML, run lengths, Huffman codes, Roman numerals.
import io


def read_ini(text):
    result, section = {}, None
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split(";", 1)[0].strip()
        if not line:
            continue
        if line.startswith("[") and line.endswith("]"):
            section = result.setdefault(line[1:-1], {})
        elif "=" in line:
            if section is None:
                raise ValueError(f"line {number}: no section yet")
            key, value = (part.strip() for part in line.split("=", 1))
            section[key] = int(value) if value.lstrip("-").isdigit() else value == "yes" if value in ("yes", "no") else value
        else:
            raise ValueError(f"line {number}: {line!r}")
    return result


print(read_ini("; c\n[pond]\nducks = 12\nname = Mill Pond ; note\nopen=yes\n\n[x]\ntemp = -3\nempty =\n"))
for bad in ("a = 1", "[s]\nnonsense"):
    try:
        read_ini(bad)
    except ValueError as error:
        print(error)


def read_csv(text, separator=","):
    row, field, quoted, i = [], "", False, 0
    while i < len(text):
        c = text[i]
        if quoted:
            if c == '"' and text[i + 1:i + 2] == '"':
                field += '"'
                i += 1
            elif c == '"':
                quoted = False
            else:
                field += c
        elif c == '"':
            quoted = True
        elif c == separator:
            row.append(field)
            field = ""
        elif c == "\n":
            yield row + [field]
            row, field = [], ""
        else:
            field += c
        i += 1
    if field or row:
        yield row + [field]


def write_csv(rows):
    out = io.StringIO()
    for row in rows:
        cells = [str(cell) for cell in row]
        print(*['"' + c.replace('"', '""') + '"' if any(x in c for x in ',"\n') else c for c in cells], sep=",", file=out)
    return out.getvalue()


rows = [["name", "note"], ["duck", 'says "quack"'], ["goose", "a, b"], ["swan", "two\nlines"], ["", ""]]
text = write_csv(rows)
print(text, list(read_csv(text)) == rows, list(read_csv("a;b;;c", ";")), list(read_csv("")))


class Template:
    """{{ name.attr }}, {% for x in xs %}, {% if x %}, {% else %}, {% end %}."""

    def __init__(self, source):
        self.parts = list(self.split(source))
        self.nodes, rest = self.parse(0)
        if rest != len(self.parts):
            raise SyntaxError("end without a beginning")

    @staticmethod
    def split(source):
        while source:
            starts = [i for i in (source.find("{{"), source.find("{%")) if i >= 0]
            if not starts:
                yield "text", source
                return
            at = min(starts)
            if at:
                yield "text", source[:at]
            kind = "value" if source[at + 1] == "{" else "tag"
            close = source.find("}}" if kind == "value" else "%}", at)
            if close < 0:
                raise SyntaxError("not closed: " + source[at:at + 10])
            yield kind, source[at + 2:close].strip()
            source = source[close + 2:]

    def parse(self, i):
        nodes = []
        while i < len(self.parts):
            kind, text = self.parts[i]
            i += 1
            if kind != "tag":
                nodes.append((kind, text))
                continue
            match text.split():
                case ["for", name, "in", what]:
                    body, i = self.parse(i)
                    nodes.append(("for", name, what, body))
                    i = self.end(i)
                case ["if", what]:
                    then, i = self.parse(i)
                    other = []
                    if i < len(self.parts) and self.parts[i][1] == "else":
                        other, i = self.parse(i + 1)
                    nodes.append(("if", what, then, other))
                    i = self.end(i)
                case ["else"] | ["end"]:
                    return nodes, i - 1
                case _:
                    raise SyntaxError(f"unknown tag {text!r}")
        return nodes, i

    def end(self, i):
        if i >= len(self.parts):
            raise SyntaxError("missing end")
        return i + 1

    @staticmethod
    def look_up(path, scope):
        first, *rest = path.split(".")
        value = scope[first]
        for name in rest:
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        return value() if callable(value) else value

    def render(self, nodes=None, **scope):
        out = []
        for node in self.nodes if nodes is None else nodes:
            match node:
                case "text", text:
                    out.append(text)
                case "value", path:
                    out.append(str(self.look_up(path, scope)))
                case "for", name, what, body:
                    out += [self.render(body, **{**scope, name: item}) for item in self.look_up(what, scope)]
                case "if", what, then, other:
                    out.append(self.render(then if self.look_up(what, scope) else other, **scope))
        return "".join(out)


t = Template("Hello {{ who.name }}!{% for d in ducks %}\n- {{ d.name.upper }}{% if d.loud %} (loud){% else %} (quiet{% if d.old %}, old{% end %}){% end %}{% end %}\n{{ total }}")
print(t.render(who={"name": "pond"}, ducks=[{"name": "a", "loud": True}, {"name": "b", "loud": 0, "old": 1}, {"name": "c", "loud": [], "old": ""}], total=3))
for bad in ("{{ x", "{% if a %}", "{% end %}", "{% nope %}"):
    try:
        Template(bad)
    except SyntaxError as error:
        print(error)
try:
    t.render(who={}, ducks=[], total=1)
except KeyError as error:
    print("missing", error)


def markdown(text):
    def inline(s):
        for mark, tag in (("**", "b"), ("*", "i"), ("`", "code")):
            parts = s.split(mark)
            s = "".join(p if i % 2 == 0 else f"<{tag}>{p}</{tag}>" for i, p in enumerate(parts)) if len(parts) % 2 else s
        return s
    in_list = False
    for block in text.strip().split("\n"):
        if in_list and not block.startswith("- "):
            yield "</ul>"
            in_list = False
        if block.startswith("#"):
            level = len(block) - len(block.lstrip("#"))
            yield f"<h{level}>{inline(block[level:].strip())}</h{level}>"
        elif block.startswith("- "):
            if not in_list:
                yield "<ul>"
                in_list = True
            yield f"<li>{inline(block[2:])}</li>"
        elif block.strip():
            yield f"<p>{inline(block)}</p>"
    if in_list:
        yield "</ul>"


print("\n".join(markdown("# Ducks\n\nA **loud** duck says *quack* in `code`.\n- one\n- **two** and 2 * 3\n## End\nlast")))


def huffman(text):
    counts = {}
    for c in text:
        counts[c] = counts.get(c, 0) + 1
    trees = [(n, c, c) for c, n in sorted(counts.items())]
    while len(trees) > 1:
        trees.sort(key=lambda t: (t[0], t[1]))
        (n1, k1, a), (n2, k2, b), *trees = trees
        trees.append((n1 + n2, min(k1, k2), (a, b)))
    codes = {}

    def walk(tree, prefix):
        if isinstance(tree, str):
            codes[tree] = prefix or "0"
        else:
            walk(tree[0], prefix + "0")
            walk(tree[1], prefix + "1")
    walk(trees[0][2], "")
    return codes


codes = huffman("mississippi river")
bits = "".join(codes[c] for c in "mississippi river")
decoded, word, back = "", "", {v: k for k, v in codes.items()}
for bit in bits:
    word += bit
    if word in back:
        decoded += back[word]
        word = ""
print(dict(sorted(codes.items())), len(bits), decoded)


def runs(text):
    out, i = [], 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out.append(f"{j - i if j - i > 1 else ''}{text[i]}")
        i = j
    return "".join(out)


def roman(n):
    result = ""
    for value, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, n = divmod(n, value)
        result += letters * times
    return result


def from_roman(text):
    values = [dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000)))[c] for c in text]
    return sum(-v if any(w > v for w in values[i + 1:i + 2]) else v for i, v in enumerate(values))


print(runs("aaabccddddd"), runs(""), [roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999)], all(from_roman(roman(n)) == n for n in range(1, 1500)))
