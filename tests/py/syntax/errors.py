# SyntaxError of malformed programs: message, line, column, end and text.
PROGRAMS = [
    "x = ", "x = 1 +", "1 +* 2", "(", ")", "(1, 2", "[1, 2", "{1: 2", "(]", "[)", "{1: 2]", "f(", "f(1", "print 'x'", "print x", "exec 'x'", "if x", "if x:", "if x:\npass", "  x = 1", "if 1:\n    x\n  y", "if 1:\n\tx\n        y",
    "def f", "def f(", "def f():", "def f()\n    pass", "def f(a, a): pass", "def f(a=1, b): pass", "def f(*, **k): pass", "def f(*): pass", "def f(**k, a): pass", "def f(a, /, b, /): pass", "def f(*a, *b): pass", "def f(/, a): pass", "def f(1): pass", "def 1(): pass", "def f(None): pass", "lambda x, x: 1", "lambda: (yield", "class", "class C", "class C(:", "class C(x=1, x=2): pass", "class 5: pass",
    "return 1", "yield 1", "await x", "break", "continue", "if 1:\n  break", "def f():\n  break", "for x in y: pass\nelse: break", "async def f(): yield from x", "async def f(): return 1; yield 1", "def f(): await x", "def f(): async with a: pass", "def f(): async for x in y: pass", "def f(): [x async for x in y]",
    "nonlocal x", "def f(): nonlocal x", "def f():\n  x = 1\n  global x", "def f(x): global x", "def f():\n  global x\n  nonlocal x", "def f():\n  print(x)\n  global x", "def f(x):\n  def g():\n    nonlocal y", "x: int = 1\nglobal x", "def f():\n  x: int\n  global x",
    "import", "import a.", "import a as", "from a import", "from a import (b", "from a import *, b", "from . import *\ndef f(): from a import *", "from a import b as", "import a, ", "from a import b,", "from .. import", "from x import (a, b", "from __future__ import nope", "x = 1\nfrom __future__ import division", "import *", "from a import 5",
    "try: pass", "try:\n  pass\nfinally", "try: pass\nexcept: pass\nexcept ValueError: pass", "except: pass", "try: pass\nexcept ValueError, KeyError: pass", "try: pass\nexcept x as 5: pass", "else: pass", "finally: pass", "raise x from", "raise x, y", "with x as y z: pass", "with x", "with: pass", "while", "while 1", "for", "for x", "for x in", "for x in y", "for x y in z: pass", "elif 1: pass",
    "x = 1 = 2", "x + 1 = 2", "f() = 1", "5 = x", "None = 1", "True = 1", "x.None = 1", "def True(): pass", "(x, 5) = 1, 2", "x += y += 1", "x = yield = 1", "a, b += 1", "del", "del 5", "del f()", "assert", "assert x,", "if x = 1: pass", "while x = 1: pass", "f(x = 1, 2)", "f(**a, *b)", "f(**a, b)", "f(a=1, a=2)", "f(1=2)", "f(a.b=1)", "f(True=1)", "f(x for x in y, 1)", "f(a, x for x in y)", "f(a b)", "f(a, , b)", "f(,)",
    "'abc", '"abc', "'''abc", '"""abc\n\n', "'abc\ndef'", "b'é'", "'\\x1'", "'\\u12'", "'\\N{none such}'", "1a", "1_", "1__0", "0x", "0xg", "0b2", "0o8", "0777", "1e", "1e+", "1.2.3", "5abc", "1_000_", "0_7", "1.5j2", "$", "a $ b", "a ? b", "`a`", "a <> b", "a!b", "x = \x01", "a\\b", "\\", "a \\ b", "é = 1; ‘x’", "a\u00a0b", "x = “quoted”",
    "{1, 2: 3}", "{1: 2, 3}", "{**a, 1}", "{*a: 1}", "{1:}", "{:1}", "{a: *b}", "[1, 2 3]", "(1 2)", "[1,,2]", "(,)", "[*]", "*", "**x", "a b", "a 5", "5 a", "'a' b", "x y z", "x = 1 2", "return", "pass 5", "global 5", "global x.y", "global", "@", "@x", "@x\ny = 1", "@5 +\ndef f(): pass", "a if b", "a if b else", "not", "lambda", "lambda x", "a.", ".a", "a.5", "a[", "a[]", "a[1:2:3:4]", "a[1, ]", "x.y.5", "await", "async", "async x", "async def", "yield = 1", "if True:\n    x\n   else:\n    y", "class C:\nx = 1", "for x in y:\nz", "\tif 1:\n    x", "x = (1\ny = 2\n", "d = {'a': 1\n     'b': 2}", "foo(a, b\nbar()", "if (a and\n    b:\n    pass", "type x = 1" , "match", "match x:\n  case", "match x:\n  case 1\n    pass", "x = [i for i in range(3) if]", "print(f'{a b}')", "f'{'", "a := 1", "(a := 1, b := )", "def f(x := 1): pass", "lambda x := 1: x", "for i := 1 in x: pass", "with (x as y, z as w: pass", "x = not", "not x = 1",
]


def describe(source):
    try:
        compile(source, "<program>", "exec")
        return "compiles"
    except SyntaxError as error:
        return f"{type(error).__name__}: {error.msg} | line {error.lineno}, {error.offset} to {error.end_lineno}, {error.end_offset} | {error.text!r}"


import warnings
warnings.simplefilter("ignore")
for source in PROGRAMS:
    print(repr(source))
    print("    " + describe(source))
