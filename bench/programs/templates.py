"""A template renderer: text is parsed to a tree of nodes, which render themselves with nested names, filters, loops and conditions."""

SIZE, QUICK = 2200, 2  # pages

PAGE = """<h1>{{ title|upper }}</h1>
{% if user.admin %}<b>{{ user.name }}</b>{% else %}<i>{{ user.name|escape }}</i>{% end %}
<table>{% for row in rows %}
  <tr class="{% if row.odd %}odd{% else %}even{% end %}"><td>{{ row.name|escape }}</td><td>{{ row.price|money }}</td>
  {% for tag in row.tags %}<span>{{ tag|title }}{{ row.name|length }}</span>{% end %}</tr>{% end %}
</table>{{ footer|default }}
"""
FILTERS = {
    "upper": str.upper,
    "title": str.title,
    "escape": lambda value: value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
    "money": lambda value: f"{value / 100:.2f}",
    "length": lambda value: str(len(value)),
    "default": lambda value: value if value else "-",
}


class Node:
    def render(self, scope, out):
        raise NotImplementedError


class Text(Node):
    def __init__(self, text):
        self.text = text

    def render(self, scope, out):
        out.append(self.text)


class Block(Node):
    def __init__(self):
        self.nodes = []

    def render(self, scope, out):
        for node in self.nodes:
            node.render(scope, out)


class Name:
    """A dotted name: attributes of objects or keys of dicts."""

    def __init__(self, text):
        self.parts = text.split(".")

    def value(self, scope):
        found = scope.find(self.parts[0])
        for part in self.parts[1:]:
            found = found[part] if isinstance(found, dict) else getattr(found, part)
        return found


class Output(Node):
    def __init__(self, text):
        name, *filters = text.split("|")
        self.name = Name(name)
        self.filters = [FILTERS[f] for f in filters]

    def render(self, scope, out):
        value = self.name.value(scope)
        for function in self.filters:
            value = function(value)
        out.append(str(value))


class If(Node):
    def __init__(self, text):
        self.condition = Name(text)
        self.body = Block()
        self.otherwise = Block()

    def render(self, scope, out):
        (self.body if self.condition.value(scope) else self.otherwise).render(scope, out)


class For(Node):
    def __init__(self, variable, text):
        self.variable = variable
        self.source = Name(text)
        self.body = Block()

    def render(self, scope, out):
        for item in self.source.value(scope):
            self.body.render(Scope({self.variable: item}, scope), out)


class Scope:
    def __init__(self, names, outer=None):
        self.names = names
        self.outer = outer

    def find(self, name):
        scope = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return ""


def parse(source):
    root = Block()
    stack, at = [(None, root)], 0
    while at < len(source):
        opens = source.find("{", at)
        while opens >= 0 and source[opens + 1] not in "{%":
            opens = source.find("{", opens + 1)
        block = stack[-1][1]
        if opens < 0:
            block.nodes.append(Text(source[at:]))
            break
        if opens > at:
            block.nodes.append(Text(source[at:opens]))
        output = source[opens + 1] == "{"
        closes = source.find("}}" if output else "%}", opens)
        inside = source[opens + 2:closes].strip()
        at = closes + 2
        if output:
            block.nodes.append(Output(inside))
            continue
        word, *rest = inside.split()
        if word == "if":
            node = If(rest[0])
            block.nodes.append(node)
            stack.append((node, node.body))
        elif word == "for":
            node = For(rest[0], rest[2])
            block.nodes.append(node)
            stack.append((node, node.body))
        elif word == "else":
            node, _ = stack.pop()
            stack.append((node, node.otherwise))
        else:
            stack.pop()
    return root


class User:
    def __init__(self, name, admin):
        self.name = name
        self.admin = admin


def run(n):
    length = checksum = 0
    page = parse(PAGE)
    for i in range(n):
        if i % 10 == 0:
            page = parse(PAGE)
        rows = [{"name": f"item <{j}>", "price": j * 137 + i, "odd": j % 2, "tags": ["new"] * (j % 3)} for j in range(20)]
        out = []
        page.render(Scope({"title": f"page {i}", "user": User(f"user & {i}", i % 3 == 0), "rows": rows}), out)
        text = "".join(out)
        length += len(text)
        checksum = (checksum * 31 + sum(map(ord, text[::50]))) % 1000003
    return f"{length} {checksum}"


if __name__ == "__main__":
    print(run(SIZE))
