# compile() of trees: what is missing, of the wrong type, in the wrong place; constructors, pickling, changing trees.
import _ast
from _ast import *


def parse(text, mode="exec"):
    return compile(text, "<tree>", mode, PyCF_ONLY_AST)


def dump(n):
    if isinstance(n, AST):
        return type(n).__name__ + "(" + ", ".join(k + "=" + dump(v) for k, v in vars(n).items()) + ")"
    if isinstance(n, list):
        return "[" + ", ".join(map(dump, n)) + "]"
    return repr(n)


def show(tree, mode="exec"):
    try:
        code = compile(tree, "<tree>", mode)
        namespace = {}
        value = eval(code, namespace)
        namespace.pop("__builtins__", None)
        print("ok", value, namespace)
    except Exception as error:
        print(type(error).__name__, str(error).partition(" at 0x")[0])


P = {"lineno": 1, "col_offset": 0}
load, store = Load(), Store()


def const(v, **k):
    return Constant(v, **{**P, **k})


def name(n, ctx=load):
    return Name(n, ctx, **P)


def module(*stmts):
    return Module(list(stmts), [])


print(dump(parse("x = 1", "single")), dump(parse("a + 1", "eval")), parse("a").body[0].value.ctx is parse("b").body[0].value.ctx)
show(module(Assign([name("x", store)], const(5), **P)))
show(Expression(BinOp(const(2), Pow(), const(100), **P)), "eval")
show(Expression(Tuple([const(v) for v in (None, True, 1.5, 2j, "s", b"b", ..., -7, 2**100, -(2**100), (1, (2, "x")), frozenset({3}))], load, **P)), "eval")
# constructors
print(Name("a").id, Name(id="b", ctx=load).ctx is load, Name().__dict__, Name("a", lineno=3).lineno, BinOp._fields, Name.__match_args__, Return().value, FunctionDef.returns)
for call in (lambda: Name("a", load, 1), lambda: Name("a", id="b"), lambda: Load(1), lambda: AST(1), lambda: Name().id, lambda: Name(extra=1).extra,
             lambda: Name(**{"1": 2}).__dict__, lambda: Return(const(1)).value.value):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(name("a").__reduce__()[0].__name__, name("a").__reduce__()[1], sorted(name("a").__reduce__()[2]))
match const(3):
    case Constant(value, kind):
        print(value)
    case Constant(value):
        print("by value", value)


class MyName(Name):
    pass


class Other(AST):
    _fields = ("p", "q")


print(Other(1, q=2).__dict__)
show(Expression(MyName("len", load, **P)), "eval")
show(Expression(Other()), "eval")
# what is wrong
show(parse("1"), "eval")
show(Expression(name("x")), "exec")
show(name("x"), "eval")
show(5, "eval")
show(Module(), "exec")
show(Module([]), "exec")
show(Module([], []), "exec")
show(Module(None, []), "exec")
show(Module([None], []), "exec")
show(Module([5], []), "exec")
show(Module([name("x")], []), "exec")
show(module(Expr(name("x"))))
show(module(Expr(Name("x", load), **P)))
show(module(Expr(None, **P)))
show(module(Expr(**P)))
show(module(Expr(5, **P)))
show(module(Expr(name(None), **P)))
show(module(Expr(name(5), **P)))
show(module(Expr(name("None"), **P)))
show(module(Expr(name("x", store), **P)))
show(module(Expr(Name("x", None, **P), **P)))
show(module(Expr(Name("x", 5, **P), **P)))
show(module(Assign([name("x")], const(1), **P)))
show(module(Assign([], const(1), **P)))
show(module(Assign([const(1)], const(1), **P)))
show(module(Assign([None], const(1), **P)))
show(module(Delete([name("x", store)], **P)))
show(module(Expr(const([1]), **P)))
show(module(Expr(const((1, [2])), **P)))
show(module(Expr(const(1), lineno="x", col_offset=0)))
show(module(Expr(const(1), lineno=2**40, col_offset=0)))
show(module(Expr(const(1, end_lineno=0), **P)))
show(module(Expr(const(1, end_lineno=1, end_col_offset=-5), **P)))
show(module(Expr(const(1, end_lineno=1, col_offset=9, end_col_offset=5), **P)))
show(module(Expr(BoolOp(And(), [const(1)], **P), **P)))
show(module(Expr(BoolOp(Add(), [const(1), const(2)], **P), **P)))
show(module(Expr(Dict([const(1)], [], **P), **P)))
show(module(Expr(Compare(const(1), [], [], **P), **P)))
show(module(Expr(Compare(const(1), [Lt()], [const(1), const(2)], **P), **P)))
show(module(Expr(ListComp(const(1), [], **P), **P)))
show(module(Expr(ListComp(const(1), [None], **P), **P)))
show(module(Expr(ListComp(const(1), [comprehension(name("x"), const(()), [], 0)], **P), **P)))
show(module(Expr(Lambda(None, const(1), **P), **P)))
ARGS = dict(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
show(module(Expr(Lambda(arguments(**ARGS), const(1), **P), **P)))
show(module(Expr(Lambda(arguments(**{**ARGS, "defaults": [const(1)]}), const(1), **P), **P)))
show(module(Expr(Lambda(arguments(**{**ARGS, "kw_defaults": [const(1)]}), const(1), **P), **P)))
show(module(Expr(Lambda(arguments(**{**ARGS, "args": [arg("a")]}), const(1), **P), **P)))
show(module(FunctionDef("f", arguments(**ARGS), [], [], **P)))
show(module(FunctionDef("f", arguments(**ARGS), Pass(**P), [], **P)))
show(module(Raise(None, const(1), **P)))
show(module(Try([Pass(**P)], [], [], [], **P)))
show(module(Try([Pass(**P)], [], [Pass(**P)], [Pass(**P)], **P)))
show(module(Try([Pass(**P)], [5], [], [Pass(**P)], **P)))
show(module(Try([Pass(**P)], [ExceptHandler(None, "e", [], **P)], [], [], **P)))
show(module(With([], [Pass(**P)], **P)))
show(module(With([withitem(const(1), const(2))], [Pass(**P)], **P)))
show(module(Import([], **P)))
show(module(ImportFrom("x", [alias("y", **P)], -1, **P)))
show(module(ImportFrom("math", [alias("pi", "p", **P)], None, **P)))
show(module(ImportFrom("math", [alias("tau", **P)], **P)))
show(module(Global([], **P)))
show(module(AnnAssign(Attribute(name("x"), "y", store, **P), const(1), None, 1, **P)))
show(module(AugAssign(name("x"), Add(), const(1), **P)))
show(module(Match(const(1), [], **P)))
END = {**P, "end_lineno": 1, "end_col_offset": 0}
for pattern in (MatchValue(name("x"), **END), MatchValue(const(None), **END), MatchValue(const(1), **P), MatchSingleton(1, **END), MatchStar(None, **END),
                MatchAs(None, "_", **END), MatchAs(MatchAs(**END), None, **END), MatchOr([MatchAs(**END)], **END), MatchClass(const(1), [], [], [], **END),
                MatchMapping([], [MatchAs(**END)], **END), MatchSequence([MatchStar("r", **END)], **END)):
    show(module(Match(const((1, 2)), [match_case(pattern, None, [Pass(**P)])], **P)))
show(module(Expr(JoinedStr([const("a"), FormattedValue(const(1), -1, None, **P), FormattedValue(const("é"), 97, JoinedStr([const(">9")], **P), **P)], **P), **P)))
show(Expression(JoinedStr([const("a"), FormattedValue(const(1), -1, None, **P), FormattedValue(const("é"), 97, JoinedStr([const(">9")], **P), **P)], **P)), "eval")
show(module(Return(None, **P)))
show(module(Break(**P)))
show(Interactive([Expr(const(3), **P)]), "single")
tree = parse("def f(x):\n    return x * 2\ny = f(21)")
tree.body[0].body[0].value.right.value = 3
exec(compile(tree, "t", "exec"))
print(y)
deep = const(1)
for _ in range(20000):
    deep = UnaryOp(USub(), deep, **P)
try:
    compile(Expression(deep), "t", "eval")
except RecursionError as error:
    print("RecursionError")
