# The classes of _ast: fields, attributes, documentation; a tree with every kind of node, positions included.
import _ast
for n in sorted(dir(_ast)):
    c=getattr(_ast,n)
    if isinstance(c,type) and issubclass(c, _ast.AST): print(n, c, c.__bases__, c._fields, c._attributes, c.__match_args__, c.__doc__, sorted((k,v) for k,v in vars(c).items() if v is None and k!='__doc__'))
    elif n[0]!='_': print(n,c)
def dump(n):
    if isinstance(n,_ast.AST): return type(n).__name__+'('+', '.join(k+'='+dump(v) for k,v in vars(n).items())+')'
    if isinstance(n,list): return '['+', '.join(map(dump,n))+']'
    return repr(n)
print(dump(compile('''
@d
def f(a,/,b:int=1,*c,d=2,**e)->int:
    "doc"
    global x, y
    return lambda *a, b=3, **k: a
async def g():
    async for i in x: await i
    async with a as b, c: pass
    return [i async for i in x if y if z]
class C(A, metaclass=M):
    x: int = 5
    (y): int
for i in range(3): break
else: continue
while 1: pass
if a: pass
elif b: pass
else: pass
try: pass
except A as e: pass
except: raise X from y
finally: assert 1, 2
try: pass
except* A: pass
import a.b as c, d
from . import x as y
from ..a import *
del x, y[1:2, ::3], z.a
x = y = 1; x += 2
match x:
    case 1|2 if y: pass
    case {"a": 1, **rest}: pass
    case [a, *_, b]: pass
    case C(1, x=None) as z: pass
    case -1.5+2j | "s" | b"x": pass
    case _: pass
f"{x!r:>{w}} {y=}"; u"uu"; b"bb"; 1.5; 2j; 10**100; 123456789012345678901234567890; ...; True; None
{**a, 1:2}; {1,2}; {k:v for k,v in x}; {k for k in x}; (k for k in x); [*a]; a if b else c; not a and b or c; a<b<=c!=d is not e not in f; (x:=5); -+~a
f(1,*a,x=2,**k); yield_=1
''','f','exec',_ast.PyCF_ONLY_AST)))
