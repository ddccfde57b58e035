match command, *rest:
    case 1 | -1 | 1.5 | -2j | 1 + 2j | -1 - 2.5j: pass
    case "a" "b" | b"c" | None | True | False: pass
    case x if x > 1: pass
    case _: pass
    case a.b | a.b.c: pass
    case (a) | (b as c): pass
    case () | [] | (a,) | [a, *_, b] | (a, *rest): pass
    case a, *b, : pass
    case *a, : pass
    case {}: pass
    case {"a": 1, b.c: x, -1: y, **rest}: pass
    case {None: _, }: pass
    case A() | B(x) | C.D(x, y=1, z=_, ) | E(y=2): pass
    case [A(x=[1, {"k": v}]), "s"] as whole: pass
match (a, b):
    case c: pass
match -a:
    case b:
        pass
match match:
    case case: match = case = _ = match(case)[_]
match[a] = case
match.a: int
