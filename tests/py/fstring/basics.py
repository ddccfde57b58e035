# f-strings: expressions of every kind, conversions, format specs, nesting, =, quotes, escapes, adjacent literals.
name, n, pi = "duck", 42, 3.14159
items, table = [1, 2, 3], {"k": "v", 1: "one"}


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __format__(self, spec):
        return f"P({self.x:{spec or 'd'}},{self.y:{spec or 'd'}})"

    def __repr__(self):
        return "Point!"

    def scaled(self, by=2):
        return Point(self.x * by, self.y * by)


p = Point(1, 2)
print(f"{name} {n} {pi}", f"{name!r} {name!s} {'é'!a}", f"{n + 1} {n * 2 - 1} {-n} {not n} {n > 3 and 'big'}", f"{items[0]} {items[-1]} {items[1:]} {table['k']} {table[1]}")
print(f"{p} {p!r} {p:03d} {p.x} {p.scaled().y} {p.scaled(by=5)} {p.scaled(3).x:>5}|", f"{(lambda x: x * 2)(4)} {[i * i for i in items]} { {i for i in items} } {({1: 2})} {(1, 2)} {'a' if n else 'b'}")
print(f"{n:5d}|{n:<5}|{n:^5}|{n:05}|{n:x}|{n:#x}|{n:,}|{n:+}|{pi:.2f}|{pi:10.3f}|{name:>8}|{name:*^8}|{name:.2}|{n:b}|{pi:e}|{pi:.0%}")
width, precision, fill, align, kind = 10, 3, "*", "^", "f"
print(f"{pi:{width}.{precision}}|{pi:{width}.{precision}{kind}}|{name:{fill}{align}{width}}|{n:{'0' + str(5)}}|{n:{width - 5}}|{pi:{width}.{precision + 1}f}|{name:{fill + align + str(width)}}")
print(f"{n=} {n = } {n=:5} {n=!s} {name=} {name=!s} {name=:>8} {n + 1=} {items[0]=} {p.x=} { n = :#x} {pi=:.2f} {p=} {p=!s} {(n)=} {n==42=} {n!=1}")
print(f"{{}} {{{n}}} {{{{ {n} }}}}", f"{{", f"}}", f"a{{b}}c", f"{{{{}}}}", f"{{n}}")
print(f'{"double"} {"it" + "s"}', f"{'single'} {table['k']}", f'''{"a"} {'b'} {"""c"""}''', f"""line {n}
next {name}""", f"\t{n}\n{name}\x41\u20ac", rf"\t{n}\n", fr'\{n}', Rf"{n}\{{", f"\\{n}")
print("a" f"{n}" "b" f"{name}" 'c{n}', f"" "", f"{n}" f"{n}", "{n}" f"{{n}}", ("x" f"{1}" "y"))
print(f"{n!r:>6}|{name!r:^10}|{name!a:.3}|{None!s:5}|{n!s:>{width}}|{True}|{None}|{...}|{[]!r}|{'':5}|{''}|")
print(f"{ n }", f"{  n  :>5}", f"{n !r}", f"{(n)}", f"{n,}", f"{n, name}", f"{*items,}", f"{*items, n}", f"{(yes := 5)} {yes}", f"{n:=+6}", f"{yes}")
print(f"{f'{n}'} {f'{name:>{width}}'} {f'{pi:.1f}'}", f"{'nested ' + f'{n + 1}'}", f"{', '.join(f'{i}!' for i in items)}", f"{''.join([f'{c}-' for c in name])}")


def generator():
    received = yield f"{(yield n)}"
    yield f"got {received}"


g = generator()
print(next(g), g.send("sent"), g.send("again"))


def outer():
    local = "closed over"

    def inner():
        return f"{local} {n}"
    return inner()


print(outer(), [f"{i}{j}" for i in "ab" for j in range(2)], f"{outer()!r:.8}", (lambda: f"{n}")())
print(f"{3:{1}{2}}", f"{0.1 + 0.2:.{1}f}", f"{1e10:,.{0}f}", f"{n:{'>'}{'8'}}|", f"{'a':{'b'}>{4}}")
print(len(f""), type(f"{n}").__name__, f"{n}" == "42", f"{'x' * 3}", f"{n if n > 50 else -n}", f"{items and items[0] or None}", f"{n//5} {n%5} {n**2} {n<<1} {~n} {n&7|1^2}", f"{not True}", f"{1 < 2 < 3}", f"{n is None}", f"{1 in items}")
print(f"{(lambda x: x)(1)}", f"{ {'a': 1}['a'] }", f"{[1, 2, 3][1:][0]}", f"{'a' 'b'}", f"{print.__name__}", f"{int('5')}", f"{max(items, key=lambda i: -i)}")
print(f"{3.0} {1e100} {-0.0} {2 ** 70} {1j} {b'x'} {(1,)} {range(3)} {type(1)} {Exception('x')!r} {NotImplemented}")
