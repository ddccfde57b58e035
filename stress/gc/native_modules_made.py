# Invariant: what a native module keeps for itself while it is made, and afterwards, is alive however often the heap is collected.
# Forbidden: a reference to something that is no object (the heap is verified before and after each collection), a crash.
# Flags: --gc-every=19 --gc-poison --gc-verify
import _ast
import _io
import _thread
import errno
import itertools
import math
import posix
import time
import _collections
import _functools
import _operator
import _random
import _sre
import _weakref

tree = compile("def f(a, *b):\n    return [a + x for x in b if x]\n", "made", "exec", _ast.PyCF_ONLY_AST)
# No attribute is named in full: a name in this file would keep its string alive.
assert [len(name) for name in _ast.expr._attributes] == [6, 10, 10, 14]
places = [getattr(tree.body[0].body[0].value, name) for name in _ast.expr._attributes]
assert places == [2, 11, 2, 34], places
namespace = {}
exec(compile(tree, "made", "exec"), namespace)
assert namespace["f"](1, 2, 0, 3) == [3, 4]
assert math.gcd(12, 18) == 6
assert list(itertools.islice(itertools.count(), 3)) == [0, 1, 2]
assert posix.stat("/").st_mode and time.gmtime(0).tm_year == 1970
