# An inventory: dataclass-like records by hand, parsing of text, queries with chained filters, grouping, formatted tables, an undo stack.
class Field:
    def __init__(self, convert=str, check=lambda value: True, default=None):
        self.convert, self.check, self.default = convert, check, default

    def __set_name__(self, owner, name):
        self.name = name
        owner.fields = getattr(owner, "fields", ()) + (self,)

    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__.get(self.name, self.default)

    def __set__(self, instance, value):
        value = self.convert(value)
        if not self.check(value):
            raise ValueError(f"{self.name} cannot be {value!r}")
        instance.__dict__[self.name] = value


class Record:
    def __init__(self, **values):
        for field in self.fields:
            setattr(self, field.name, values.pop(field.name, field.default))
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(values))}")

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{f.name}={getattr(self, f.name)!r}' for f in self.fields)})"

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__


class Item(Record):
    name = Field(str.strip, bool)
    price = Field(float, lambda p: p >= 0, 0.0)
    count = Field(int, lambda c: c >= 0, 0)
    tags = Field(lambda t: tuple(sorted(t.split("/") if isinstance(t, str) else t or ())), default=())

    @property
    def value(self):
        return self.price * self.count


class Query:
    def __init__(self, rows):
        self.rows = rows

    def where(self, test=None, **equal):
        def matches(row):
            return (test is None or test(row)) and all(getattr(row, k) == v for k, v in equal.items())
        return Query([row for row in self.rows if matches(row)])

    def order_by(self, *names):
        rows = list(self.rows)
        for name in reversed(names):
            rows.sort(key=lambda row: getattr(row, name.lstrip("-")), reverse=name.startswith("-"))
        return Query(rows)

    def group(self, key):
        groups = {}
        for row in self.rows:
            for k in key(row) if callable(key) else (getattr(row, key),):
                groups.setdefault(k, []).append(row)
        return {k: Query(v) for k, v in sorted(groups.items())}

    def sum(self, name):
        return sum(getattr(row, name) for row in self.rows)

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, index):
        return Query(self.rows[index]) if isinstance(index, slice) else self.rows[index]


class Inventory:
    def __init__(self):
        self.items, self.undo_stack = {}, []

    def load(self, text):
        problems = []
        for number, line in enumerate(text.strip().splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = dict(zip(("name", "price", "count", "tags"), (p.strip() for p in line.split(";"))))
            try:
                self.add(Item(**parts))
            except (ValueError, TypeError) as error:
                problems.append(f"line {number}: {error}")
        return problems

    def _do(self, do, undo):
        do()
        self.undo_stack.append(undo)

    def add(self, item):
        if item.name in self.items:
            old = self.items[item.name].count
            existing = self.items[item.name]
            self._do(lambda: setattr(existing, "count", old + item.count), lambda: setattr(existing, "count", old))
        else:
            self._do(lambda: self.items.__setitem__(item.name, item), lambda: self.items.pop(item.name))

    def sell(self, name, count=1):
        item = self.items[name]
        if item.count < count:
            raise ValueError(f"only {item.count} of {name}")
        before = item.count
        self._do(lambda: setattr(item, "count", before - count), lambda: setattr(item, "count", before))
        return item.price * count

    def undo(self, times=1):
        for _ in range(min(times, len(self.undo_stack))):
            self.undo_stack.pop()()

    @property
    def query(self):
        return Query(list(self.items.values()))


TEXT = """
# name; price; count; tags
duck; 12.5; 10; bird/water
goose; 30; 4; bird/water/loud
hen; 8.25; 25; bird
bread; 1.1; 200; food
corn; 0.4; 1000; food/bird
net; 17; 0
 ; 5; 1
boat; cheap; 1
swan; -4; 2
bread; 1.1; 50; food
pen; 3; 1.5
"""
stock = Inventory()
for problem in stock.load(TEXT):
    print(problem)
print(len(stock.items), stock.items["bread"], stock.query.where(count=0)[0])
for item in stock.query.order_by("-value", "name"):
    print(f"{item.name:<6}|{item.price:>7.2f}|{item.count:>5}|{item.value:>9,.2f}|{'/'.join(item.tags)}")
for tag, rows in stock.query.group(lambda item: item.tags).items():
    print(tag, len(rows), [r.name for r in rows.order_by("name")], f"{rows.sum('value'):.2f}")
print(stock.sell("duck", 3), stock.sell("hen"), f"{stock.query.sum('value'):.2f}")
for action in (lambda: stock.sell("duck", 100), lambda: stock.sell("unicorn"), lambda: Item(name="x", colour="red"), lambda: Item(), lambda: setattr(stock.items["hen"], "count", -1), lambda: setattr(stock.items["hen"], "price", "abc")):
    try:
        action()
    except (ValueError, KeyError, TypeError) as error:
        print(type(error).__name__, error)
stock.undo()
print(stock.items["hen"].count, stock.items["duck"].count)
stock.undo(2)
print(stock.items["duck"].count, stock.items["bread"].count, len(stock.undo_stack))
stock.undo(100)
print(stock.items)
cheap = Query([Item(name=f"i{n}", price=n % 7, count=n) for n in range(100)]).where(lambda i: i.price < 3).where(lambda i: i.count % 2)
print(len(cheap), [i.name for i in cheap.order_by("-price", "name")[:5]], cheap.sum("count"), Item(name="a") == Item(name="a"), Item(name="a") == Item(name="b"), [f.name for f in Item.fields], Item.price.default)
