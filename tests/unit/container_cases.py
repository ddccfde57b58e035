#!/usr/bin/env python3.11
"""What CPython 3.11 answers to small programs over containers; the unit tests run this and compare.

A row is   program <tab> answer: a program is statements separated by ';', the answer the repr of the last one's value, or
!ExceptionName: message.  The programs keep to what tests/unit/mini_python.h understands.  Usage: python3.11 container_cases.py TABLE
"""
import ast
import itertools
import random
import sys

def answer(program):
    *first, last = [s.strip() for s in program.split(";")]
    names = {}
    try:
        for statement in first: exec(statement, names)
        try: compiled = compile(last, "", "eval")
        except SyntaxError:
            exec(last, names)
            return "None"
        return repr(eval(compiled, names))
    except Exception as e:
        text = repr(e.args[0]) if len(e.args) == 1 and (isinstance(e, KeyError) or type(e.args[0]) is not str) else str(e)
        return "!%s: %s" % (type(e).__name__, text)

def slices():
    values = ["", "0", "1", "2", "-1", "-2", "5", "-7", "100", "None"]
    for start, stop, step in itertools.product(values, values, ["", "1", "2", "-1", "-2", "3", "-100"]):
        yield "%s:%s:%s" % (start, stop, step)

def lists():
    for s in slices():
        yield "[1,2,3,4,5][%s]" % s
        yield "x = [1,2,3,4,5]; x[%s] = (7,8); x" % s
        yield "x = [1,2,3,4,5]; del x[%s]; x" % s
    for s in ["1:3", "3:1", ":0", "5:", "-2:", "::2", "::-1", "1:1", "4:1:-2"]:
        yield "x = [1,2,3,4,5]; x[%s] = []; x" % s
        yield "x = [1,2,3,4,5]; x[%s] = x; x" % s
        yield "x = [1,2,3,4,5]; x[%s] = range(7); x" % s
        yield "x = [1,2,3,4,5]; x[%s] = 3" % s
        yield "x = [1,2,3,4,5]; x[%s] = {9:1}; x" % s
    for i in ["0", "4", "-1", "-5", "5", "-6", "True", "'a'", "1.0", "None", "100000000000000000000"]:
        for op in ["x[%s]", "x[%s] = 9; x", "del x[%s]; x", "x.pop(%s), x", "x.insert(%s, 9); x", "x.index(3, %s)", "x.index(3, 0, %s)", "x * %s", "%s * x"]:
            if op.endswith("x") and i.startswith("1000") and "*" in op: continue
            if "del" in op or "=" in op: op = op % i
            else: op = op % i
            yield "x = [1,2,3,4,5]; " + op
    yield from """
[] ; [1] ; [1,2,'a'] ; list() ; list('abc') ; list((1,2)) ; list({3:4}) ; list(1) ; list(1,2) ; list(x=1) ; list(range(5)) ; list([1])
""".strip().split(" ; ")
    yield from """x = []; x.append(x); x
x = [1]; x.append([x, (x,)]); x
x = [1]; x.extend('ab'); x
x = [1]; x.extend(x); x
x = [1]; x.extend(3)
x = [1]; x += (2,3); x
x = [1]; x += 'ab'; x
x = [1]; x += 3
x = [1]; x *= 3; x
x = [1,2]; x *= 0; x
x = [1,2]; x *= -1; x
x = [1,2]; x *= 'a'
[1] + [2]
[1] + (2,)
[1] + 1
(1,) + [1]
[1,2] * 3
3 * [1]
[1] * 1.0
[] * 1000
[1] == [1]
[1] == (1,)
[1,2] < [1,3]
[1,2] < [1]
[1] < [1,2]
[1,2] >= [1,2]
[1] < (1,)
[1] != [1,2]
[[1],[2]] < [[1],[3]]
[1,'a'] < [1,2]
1 in [1,2]
3 in [1,2]
1.0 in [1,2]
3 not in []
[1,2,3].count(1)
[1,True,1.0].count(1)
[1,2].index(2)
[1,2].index(5)
['a'].index('b')
[1,2].index()
[1,2].remove(2)
x = [1,2,1]; x.remove(1); x
[1,2].remove(3)
[].pop()
[1].pop(5)
x = [3,1,2]; x.reverse(); x
x = [1,2]; y = x.copy(); y.append(3); (x,y)
x = [1,2]; x.clear(); x
[1].append()
[1].append(1,2)
[1].append(x=1)
[1].insert(1)
x = [3,1,2]; x.sort(); x
x = [3,1,2]; x.sort(reverse=True); x
x = ['bb','a','ccc']; x.sort(key=len); x
x = ['bb','a','ccc','dd']; x.sort(key=len, reverse=True); x
x = [1,'a']; x.sort()
[].sort(1)
[].sort(key=1)
[1].sort(key=1)
[1].sort(reverse='a')
[1].sort(foo=1)
x = [1.5,2,0.5,True,-1]; x.sort(); x
x = [(1,'b'),(1,'a'),(0,'z')]; x.sort(); x
x = [[2],[1],[]]; x.sort(); x
sorted([3,1,2])
sorted('hello')
sorted({3:1,2:2})
sorted([3,1,2], reverse=1)
sorted([3,1,2], key=None)
sorted(3)
sorted()
sorted([1],[2])
sorted([1,'a'])
len([1,2])
len(3)
[1,2].__len__()
[1,2].__getitem__(0)
[1,2].__contains__(2)
x = [1,2]; x.__setitem__(0, 5); x
x = [1,2]; x.__delitem__(0); x
x = [1,2]; x.__iadd__([3]); x
x = [1,2]; x.__init__((5,6)); x
list.__add__([1],[2])
list.append([1], 2)
list.append(1, 2)
list.append()
iter([1,2]).__next__()
x = iter([1,2]); (x.__length_hint__(), next(x), x.__length_hint__(), next(x), x.__length_hint__(), next(x, 5), next(x, 6))
x = iter([1]); next(x); next(x)
x = iter([1,2,3]); x.__setstate__(2); list(x)
x = iter([1,2,3]); x.__setstate__(-5); list(x)
x = iter([1,2,3]); x.__setstate__(50); list(x)
x = iter([1,2,3]); list(x); x.__setstate__(0); list(x)
x = iter([1,2,3]); next(x); x.__reduce__()[1:]
x = iter([1,2,3]); list(x); x.__reduce__()[1:]
list(reversed([1,2,3]))
x = reversed([1,2,3]); (next(x), x.__length_hint__(), x.__reduce__()[1:])
x = reversed([1,2,3]); list(x); x.__reduce__()[1:]
x = reversed([1,2,3]); x.__setstate__(0); list(x)
x = reversed([1,2,3]); x.__setstate__(-9); list(x)
x = reversed([1,2,3]); x.__setstate__(9); list(x)
x = [1,2]; y = iter(x); next(y); x.append(3); list(y)
x = [1,2]; y = iter(x); list(y); x.append(3); list(y)
x = [1,2,3]; y = reversed(x); x.clear(); (list(y), y.__length_hint__())
hash([])
{[]: 1}
{[1]}
[1].foo
type(iter([]))
type(reversed([]))
list[int]
[1,2][1:2] == [2]
[0] is [0]""".split("\n")

def tuples():
    for s in slices(): yield "(1,2,3,4,5)[%s]" % s
    for i in ["0", "4", "-1", "-5", "5", "-6", "True", "'a'", "1.0", "100000000000000000000"]:
        for op in ["x[%s]", "x.index(3, %s)", "x.index(3, 0, %s)"]: yield "x = (1,2,3,4,5); " + op % i
    yield from """()
(1,)
(1,2,'a')
tuple()
tuple('abc')
tuple([1,2])
tuple(1)
tuple(1,2)
tuple(x=1)
x = (1,2); tuple(x) is x
x = (1,2); x[:] is x
x = (1,2); x * 1 is x
() is tuple([])
x = []; y = (x,); x.append(y); y
(1,) + (2,)
(1,) + [2]
() + (1,)
(1,2) * 2
2 * (1,2)
(1,2) * -1
(1,2) * 'a'
(1,2) == (1,2)
(1,2) == [1,2]
(1,2) < (1,3)
(1,2) < (1,2,0)
() < ()
(1,'a') < (1,2)
(1,2) < 3
1 in (1,2)
(1,2,1).count(1)
(1,2).index(2)
(1,2).index(3)
(1,2).index()
x = (1,); x[0] = 2
x = (1,); del x[0]
(1,2).__getnewargs__()
hash(())
hash((1,))
hash((1,2,3))
hash((1.5, 2, (3, -1)))
hash((-1, -2))
hash(([],))
hash((True, None is None))
len((1,2))
iter((1,2)).__next__()
x = iter((1,2)); (x.__length_hint__(), next(x), x.__reduce__()[1:], next(x), next(x, 5), x.__reduce__()[1:], x.__length_hint__())
x = iter((1,2,3)); x.__setstate__(1); list(x)
x = iter((1,2,3)); x.__setstate__(100); list(x)
x = iter((1,2,3)); x.__setstate__('a')
list(reversed((1,2,3)))
tuple[int]
(1,2).__mul__(2)
(1,2).__add__((3,))
(1,2).foo""".split("\n")
    rng = random.Random(5)
    for _ in range(40):
        values = tuple(rng.choice([rng.randrange(-5, 5), rng.randrange(-10**12, 10**12), rng.random(), True, False]) for _ in range(rng.randrange(8)))
        yield "hash(%r)" % (values,)

def dicts():
    yield from """{}
{1: 2, 'a': [1]}
dict()
dict(a=1, b=2)
dict([(1,2),(3,4)])
dict({1:2}, a=3)
dict(1)
dict([1])
dict([(1,2,3)])
dict([()])
dict(['ab','cd'])
dict(['abc'])
dict([[1,2]])
dict([(1,2),[3]])
dict(1,2)
dict({}, {})
dict([([],1)])
x = {1:2}; x[1]
x = {1:2}; x[3]
x = {1:2}; x['a']
x = {1:2}; x[(1,2)]
x = {}; x[[]]
x = {}; x[[]] = 1
x = {1:2}; del x[1]; x
x = {1:2}; del x[3]
x = {1:2,3:4}; x.pop(1), x
x = {1:2}; x.pop(3)
x = {1:2}; x.pop(3, 5)
{}.pop()
{}.pop(1)
{}.pop([])
{1:2}.pop([])
{}.popitem()
x = {1:2,3:4}; (x.popitem(), x.popitem(), x)
x = {1:2,3:4,5:6}; del x[5]; (x.popitem(), x)
x = {1:2}; (x.get(1), x.get(3), x.get(3, 4))
{}.get()
{}.get([])
x = {}; (x.setdefault(1), x.setdefault(1, 5), x.setdefault(2, 6), x)
x = {1:2}; x.update({3:4}); x
x = {1:2}; x.update([(5,6)], a=7); x
x = {1:2}; x.update(a=1, self=2); x
x = {1:2}; x.update(1)
x = {1:2}; x.update(1, 2)
x = {1:2}; x.update(); x
x = {1:2}; x.update(x); x
x = {1:2}; x.clear(); x
x = {1:2}; y = x.copy(); y[3] = 4; (x, y)
dict.fromkeys([1,2])
dict.fromkeys('ab', 0)
dict.fromkeys({3:1})
dict.fromkeys({3,1}, 5)
dict.fromkeys(1)
dict.fromkeys()
dict.fromkeys([[]])
{1:2} == {1:2.0}
{1:2} == {1:3}
{1:2} != {}
{1:2,3:4} == {3:4,1:2}
{1:2} == 5
{1:2} < {}
{1:2} | {3:4}
{1:2} | {1:5}
{1:2} | [(1,2)]
x = {1:2}; x |= {3:4}; x
x = {1:2}; x |= [(5,6)]; x
x = {1:2}; x |= 3
1 in {1:2}
5 in {1:2}
[] in {1:2}
1.0 in {1:2}
True in {1:2}
x = {1:2}; x[1.0] = 3; x
x = {1:2}; x[True] = 3; x
x = {}; x['me'] = x; x
x = {}; x['me'] = [x, x.values()]; x
len({1:2})
list({1:2,3:4})
list(reversed({1:2,3:4}))
reversed({1:2}).__length_hint__()
{1:2,3:4}.keys()
{1:2,3:4}.values()
{1:2,3:4}.items()
{}.keys()
list({1:2}.items())
list(reversed({1:2,3:4}.keys()))
list(reversed({1:2,3:4}.values()))
list(reversed({1:2,3:4}.items()))
len({1:2}.keys())
1 in {1:2}.keys()
2 in {1:2}.values()
(1,2) in {1:2}.items()
(1,3) in {1:2}.items()
[1,2] in {1:2}.items()
(1,2,3) in {1:2}.items()
{1:2}.keys() == {1}
{1:2}.keys() == {1:3}.keys()
{1:2}.keys() == [1]
{1:2}.keys() <= {1,2}
{1:2}.keys() < {1}
{1:2}.keys() > {1}
{1:2}.keys() >= {1}
{1:2}.keys() != {1}
{1:2}.items() == {(1,2)}
{1:2}.values() == {1:2}.values()
{1:2,3:4}.keys() & {1}
{1:2,3:4}.keys() & [3,1,5]
{1:2,3:4}.keys() | [5]
{1:2,3:4}.keys() - [1]
{1:2,3:4}.keys() ^ [1,7]
{1:2,3:4}.items() ^ {1:2,3:5}.items()
{1:2,3:4}.items() & {1:2,3:5}.items()
{1:2,3:4}.items() - {1:2,3:5}.items()
{1:2,3:4}.items() | {1:2,3:5}.items()
[1,3] & {1:2}.keys()
[1,3] - {1:2}.keys()
[1,3] | {1:2}.keys()
[1,3] ^ {1:2}.keys()
{1:2}.keys() & 5
{1:2}.keys() | 5
{1:2}.keys() + {1:2}.keys()
{1:[]}.items() & {1:[]}.items()
{1:2}.keys().isdisjoint([1])
{1:2}.keys().isdisjoint([2])
{1:2}.items().isdisjoint([(1,2)])
{1:2}.keys().isdisjoint({1,2,3})
{1:2}.keys().isdisjoint(5)
hash({}.keys())
hash({})
x = {1:2}; y = iter(x); x[3] = 4; next(y)
x = {1:2}; y = iter(x); x[3] = 4; next(y, 0)
x = {1:2,3:4}; y = iter(x); next(y); del x[3]; next(y)
x = {1:2,3:4}; y = iter(x); next(y); del x[3]; x[5] = 6; (next(y), next(y, 'end'))
x = {1:2,3:4}; y = iter(x); next(y); del x[1]; x[5] = 6; (next(y), next(y, 'end'))
x = {1:2}; y = iter(x); next(y); del x[1]; x[5] = 6; next(y, 'end')
x = {1:2}; y = iter(x.items()); (next(y), next(y, 'end'), next(y, 'end'))
x = {1:2,3:4}; y = iter(x); (y.__length_hint__(), next(y), y.__length_hint__(), y.__reduce__()[1:], list(y), y.__length_hint__(), y.__reduce__()[1:])
x = {1:2,3:4}; y = iter(x.values()); (next(y), y.__reduce__()[1:])
x = {1:2,3:4}; y = reversed(x.items()); (next(y), y.__length_hint__(), y.__reduce__()[1:])
x = {1:2}; y = reversed(x); x[3] = 4; next(y)
x = {1:2}; y = iter(x); list(y); x[3] = 4; list(y)
type(iter({}))
type(iter({}.values()))
type(iter({}.items()))
type(reversed({}))
type(reversed({}.values()))
type(reversed({}.items()))
{1:2}.__getitem__(1)
{1:2}.__contains__(1)
{1:2}.__getitem__(5)
x = {}; x.__setitem__(1, 2); x
x = {1:2}; x.__delitem__(1); x
x = {1:2}; x.__init__({3:4}, z=1); x
dict[int, str]
{}.foo
{1:2}.update(a=1)
{1:2}.items(1)
dict.get({1:2}, 1)
dict.get(1, 1)
dict.keys()
x = {}; x.update({1:2}.items()); x
x = {1:1}; x.update({1:2,3:4}); x
x = {}; x.update({'a':1}, a=2); x""".split("\n")
    rng = random.Random(7)
    for _ in range(300):
        steps = ["x = {}"]
        for _ in range(rng.randrange(3, 40)):
            k = rng.choice([rng.randrange(8), rng.randrange(1000), "'k%d'" % rng.randrange(6), "(%d,)" % rng.randrange(4), "%d.5" % rng.randrange(3)])
            steps.append(rng.choice(["x[%s] = %d" % (k, rng.randrange(9)), "x.pop(%s, 0)" % k, "x.setdefault(%s, 5)" % k, "x.update({%s: 1})" % k] +
                                    (["x = x.copy()"] if rng.random() < .3 else []) + (["x.pop(next(iter(x), 0), 0)"] if rng.random() < .5 else [])))
        steps.append("(x, len(x), list(reversed(x)), x.items())")
        yield "; ".join(steps)

def sets():
    yield from """set()
{1}
{3,1,2}
frozenset()
frozenset([1])
set('hello') == set('olleh')
set(1)
set(1,2)
set(x=1)
frozenset(x=1)
frozenset(1,2)
x = frozenset([1]); frozenset(x) is x
x = frozenset([1]); x.copy() is x
x = {1}; x.copy() is x
{[]}
{1,[]}
set([[]])
{1} in {frozenset([1])}
{1} in {2}
[] in {1}
x = {frozenset([1]), 2}; x.remove({1}); x
x = {frozenset([1]), 2}; x.discard({1}); x
{2}.remove({1})
{1}.remove(2)
{1}.discard(2)
{1}.discard([])
x = {1,2}; x.add(3); x.add(1); x
{1}.add([])
set().pop()
x = {5}; (x.pop(), x)
x = {1,2}; x.clear(); x
{1} | {2}
{1} | [2]
{1} & {1,2}
{1,2} - {2}
{1,2} ^ {2,3}
{1} - 5
{1} | frozenset([2])
frozenset([1]) | {2}
frozenset([1]) & {2}
frozenset([1]) - {2}
frozenset([1]) ^ {2}
{1}.union([2],(3,),'a') == {1,2,3,'a'}
{1}.union()
{1}.union(5)
{1,2,3}.intersection([1,2],[2])
{1,2,3}.intersection()
{1,2,3}.difference([1],[2])
{1,2,3}.difference()
{1,2}.symmetric_difference([2,3])
{1,2}.symmetric_difference()
x = {1}; x.update([2],(3,)); x
x = {1}; x.update(5)
x = {1}; x.update(x); x
x = {1,2,3}; x.intersection_update([1,2],[2,3]); x
x = {1,2,3}; x.difference_update([1],[2]); x
x = {1,2,3}; x.difference_update(x); x
x = {1,2,3}; x.symmetric_difference_update([1,5]); x
x = {1,2,3}; x.symmetric_difference_update(x); x
x = {1}; x |= {2}; x
x = {1}; x |= [2]
x = {1,2}; x &= {2}; x
x = {1,2}; x &= [2]
x = {1,2}; x -= {2}; x
x = {1,2}; x ^= {2,3}; x
x = frozenset([1]); x |= {2}; x
{1} == {1}
{1} == frozenset([1])
{1} == [1]
{1} != {2}
{1} < {1,2}
{1} < {1}
{1} <= {1}
{1,2} > {1}
{1,2} >= {1,3}
{1} < [1]
{1}.issubset([1,2])
{1}.issubset(5)
{1,2}.issuperset([1])
{1,2}.issuperset([1,5])
{1,2}.issuperset(5)
{1}.isdisjoint([2])
{1}.isdisjoint([1])
{1}.isdisjoint(5)
{1}.isdisjoint([[]])
hash(frozenset())
hash(frozenset([1,2,3]))
hash(frozenset([frozenset([1]), frozenset()]))
hash({1})
{frozenset([1]): 2}
len({1,2,2})
{1,2}.__contains__(1)
{1} + {2}
{1}[0]
x = {1}; x[0] = 1
x = {1,2}; y = iter(x); next(y); x.add(3); next(y)
x = {1,2}; y = iter(x); next(y); x.add(3); next(y, 0)
x = {1,2}; y = iter(x); (y.__length_hint__(), next(y), y.__length_hint__(), y.__reduce__()[1:], list(y), next(y, 7), y.__length_hint__())
type(iter(set()))
type(iter(frozenset()))
x = {1,2}; x.__reduce__()[1:]
reversed({1})
set[int]
frozenset[int]
x = {1,2}; x.__init__([5]); x
x = {1,2}; x.__init__(); x
{1}.foo
frozenset().add(1)
set.add(1, 2)
set.add({1})
{True, 1, 1.0}
{1.0, 1, True}
{0.0, -0.0, 0, False}
x = {1,2,3}; list(x) == sorted(x)""".split("\n")
    yield from set_orders()

def set_orders():
    """Sequences of operations on sets of numbers, whose order of iteration must be CPython's."""
    rng = random.Random(11)
    def item():
        return rng.choice([str(rng.randrange(10)), str(rng.randrange(100)), str(rng.randrange(-50, 50)), str(rng.randrange(10**6)), str(rng.randrange(64) * 1024),
                           str(rng.randrange(2**61, 2**62)), "%r" % rng.choice([0.5, 1.5, 2.25, 1e10, -3.0]), "(%d, %d)" % (rng.randrange(3), rng.randrange(3))])
    def items(n): return "[" + ", ".join(item() for _ in range(n)) + "]"
    def operand():
        n = rng.choice([0, 1, 3, 6, 12, 40])
        return rng.choice(["set(%s)", "frozenset(%s)", "%s", "tuple(%s)", "dict.fromkeys(%s)", "set(set(%s))"]) % items(n)
    for _ in range(1500):
        steps = ["x = %s(%s)" % (rng.choice(["set", "set", "frozenset"]), items(rng.choice([0, 1, 4, 5, 6, 9, 20, 60])))]
        frozen = "frozenset" in steps[0]
        for _ in range(rng.randrange(1, 9)):
            op = rng.choice(["x = x.union(%s)", "x = x.intersection(%s)", "x = x.difference(%s)", "x = x.symmetric_difference(%s)", "x = x.copy()", "x = set(x)",
                             "x = x.union(%s, %s)", "x = x.difference(%s, %s)", "x = set(%s) | x", "x = set(%s) & x", "x = set(%s) - x", "x = set(%s) ^ x"] +
                            ([] if frozen else ["x.update(%s)", "x.intersection_update(%s)", "x.difference_update(%s)", "x.symmetric_difference_update(%s)",
                                                "x |= set(%s)", "x &= set(%s)", "x -= set(%s)", "x ^= set(%s)"] + ["x.add(@)", "x.discard(@)", "x.discard(next(iter(x), 0))"] * 4 +
                             ["y = list(x) and x.pop()"] * 0))
            if op.startswith("x = set("): frozen = False
            while "%s" in op: op = op.replace("%s", operand(), 1)
            steps.append(op.replace("@", item()))
        if not frozen and rng.random() < .4:
            steps += ["x.add(1)", "x.pop()", "x.add(77)", "x.pop()"]
        steps.append("(list(x), len(x))")
        yield "; ".join(steps)
    for n in [50, 500, 5000, 30000, 60000]:
        yield "x = set(range(0, %d, 7)); y = set(range(0, %d, 3)); (list(x & y) == sorted(x & y), list(x | y)[:50], list(x ^ y)[:50], list(x - y)[-50:])" % (n, n)
        yield "x = set(range(%d)); x.difference_update(range(10, %d)); (list(x), x.pop(), x.pop())" % (n, n)

def ranges():
    args = ["0", "1", "-1", "5", "10", "-7", "100000000000000000000", "-100000000000000000000"]
    for a, b, c in itertools.product(args, args, ["1", "-1", "3", "-4", "100000000000000000000", "-99999999999999999999"]):
        r = "range(%s, %s, %s)" % (a, b, c)
        yield "x = %s; (x, x.__bool__(), x.__reduce__()[1], hash(x) == hash(x), x == range(0, 0), 5 in x, -7 in x, x[:2], x[::-2])" % r
        yield "x = iter(%s); (next(x, None), next(x, None), next(x, None))" % r
        yield "x = reversed(%s); (next(x, None), next(x, None))" % r
        yield "len(%s)" % r
        yield "%s[1]" % r
        yield "%s[-1]" % r
    for s in slices(): yield "(range(3, 20, 4)[%s], range(10, -10, -3)[%s])" % (s, s)
    yield from """range(5)
range()
range(1,2,3,4)
range(x=1)
range(1.5)
range('a')
range(1,2,0)
range(True)
list(range(5))
list(range(5,0,-2))
range(5)[2]
range(5)[10]
range(5)['a']
range(5).index(3)
range(5).index(7)
range(5).index('a')
range(5).index(2.0)
range(5).index()
range(0,10,2).index(3)
range(0,10,2).index(4)
range(5).count(3)
range(5).count(7)
range(5).count(3.0)
range(5).count('a')
3.0 in range(5)
'a' in range(5)
True in range(5)
range(5) == range(0,5)
range(0,5,2) == range(0,6,2)
range(0) == range(2,1)
range(5) != range(6)
range(5) < range(6)
range(5) == [0,1,2,3,4]
hash(range(5)) == hash(range(0,5,1))
{range(0): 1}
range(5).start, range(1,5,2).stop, range(1,5,2).step
x = range(5); x.start = 3
x = range(5); x[0] = 1
x = iter(range(5)); (x.__length_hint__(), next(x), x.__length_hint__(), x.__reduce__()[1:], list(x), x.__reduce__()[1:], x.__length_hint__(), next(x, 9))
x = iter(range(5)); x.__setstate__(3); list(x)
x = iter(range(5)); x.__setstate__(-3); list(x)
x = iter(range(5)); x.__setstate__(30); list(x)
x = iter(range(100000000000000000000, 100000000000000000005)); (x.__length_hint__(), next(x), x.__reduce__()[1:], list(x), x.__reduce__()[1:], next(x, 9))
x = iter(range(100000000000000000000, 100000000000000000005)); x.__setstate__(3); list(x)
type(iter(range(5)))
type(iter(range(100000000000000000000)))
type(reversed(range(5)))
slice(1)
slice(1,2)
slice(1,2,3)
slice()
slice(1,2,3,4)
slice(x=1)
slice('a', None, [])
slice(1,2) == slice(1,2)
slice(1,2) == slice(1,2,3)
slice(1,2) < slice(1,3)
slice(1,2) == 5
hash(slice(1))
slice(1,2,3).start, slice(1,2,3).stop, slice(1,2,3).step
slice(1,2,3).__reduce__()
slice(1).indices(5)
slice(None,None,-1).indices(5)
slice(-3,None).indices(5)
slice(1,2,0).indices(5)
slice('a').indices(5)
slice(1).indices('a')
slice(1).indices(-1)
slice(100000000000000000000).indices(100000000000000000005)
slice(None,None,-100000000000000000000).indices(100000000000000000005)
slice(-1,-100000000000000000000,-1).indices(10)
[1,2,3][slice(1,None)]
[1,2,3][slice(None,None,0)]
[1,2,3]['a':]
[1,2,3][1.0:]""".split("\n")

def iterators():
    yield from """list(enumerate('ab'))
list(enumerate('ab', 5))
list(enumerate('ab', start=4611686018427387902))
list(enumerate('ab', 9223372036854775807))
list(enumerate(iterable='ab', start=1))
enumerate()
enumerate(1)
enumerate([], 'a')
enumerate([],1,2)
enumerate(foo=1)
list(enumerate('ab', True))
x = enumerate('ab'); next(x); x.__reduce__()[1][1]
list(zip())
list(zip([1,2]))
list(zip([1,2],'ab'))
list(zip([1,2,3],'ab'))
list(zip([1],[2],strict=True))
list(zip([1],[1,2],strict=True))
list(zip([1,2],[1],strict=True))
list(zip([1,2],[1,2],[1],strict=True))
list(zip([1],[1],[1,2],strict=True))
zip(1)
zip([1],2)
zip(foo=1)
x = zip([1,2],[3,4]); x.__setstate__(True); list(x)
list(map(len, ['a','bb']))
list(map(range, [1,2],[3,4,5]))
map()
map(1)
map(len, 1)
map(x=1)
list(map(1,[1]))
list(filter(None, [0,1,'',2]))
list(filter(bool, [0,1,'',2]))
list(filter(len, ['', 'a']))
filter(1)
filter(1,2,3)
filter(len, 1)
filter(x=1)
list(filter(1, [1]))
list(reversed('abc'))
list(reversed(range(3)))
reversed(1)
reversed({1})
reversed()
reversed(x=1)
x = reversed('abc'); (next(x), x.__length_hint__(), x.__reduce__()[1:], list(x), x.__reduce__()[1:], x.__length_hint__())
x = reversed('abc'); x.__setstate__(0); list(x)
iter(1)
iter()
iter(1,2)
iter(1,2,3)
x = [3,2,1,0]; list(iter(x.pop, 1))
x = [3]; list(iter(x.pop, 1))
x = iter([1,2].pop, 1); (next(x), next(x, 'end'), next(x, 'end'), x.__reduce__()[1:])
next(1)
next()
next(1,2)
next(iter([]))
next(iter([]), 3)
len(1)
len()
len([],[])
sum([1,2,3])
sum([])
sum([1,2],10)
sum([1,2],start=10)
sum([0.5,1,2])
sum([1,0.5,True])
sum([1e308,1e308])
sum([4611686018427387903,1])
sum([100000000000000000000,1])
sum([[1],[2]],[])
sum(['a'])
sum(['a'],'')
sum(1)
sum()
sum([1],'')
sum([1,'a'])
sum([True,True])
sum([0.1,0.2,0.3])
sum([1, 2.5, 100000000000000000000])
max(1,2)
max([1,3,2])
max('abc')
max([])
max([],default=3)
max(1,2,default=3)
max()
max(1)
max('a',1)
max('bb','a',key=len)
max(['a','bb','cc'],key=len)
min('a','b','cc',key=len)
min([2,1,3])
min(2.5,1)
min([])
min([],default=None)
min([],key=len)
min(1,2,key=1)
max(1,2,foo=3)
max([1,2],key=None)
max([1],[2])
any([0,1])
any([])
any(1)
all([1,0])
all([])
all(1)
any([0,'',None])
sorted([3,1,2],key=len)
sorted(['b','a'],key=len)
x = iter('ab'); (iter(x) is x, list(x), list(x))""".split("\n")

def sorts():
    rng = random.Random(3)
    for _ in range(200):
        n = rng.choice([0, 1, 2, 3, 10, 40, 70, 200])
        kind = rng.randrange(6)
        if kind == 0: values = [rng.randrange(100) for _ in range(n)]
        elif kind == 1: values = [rng.randrange(-5, 5) + .5 for _ in range(n)]
        elif kind == 2: values = [rng.choice("abcde") * rng.randrange(3) for _ in range(n)]
        elif kind == 3: values = [rng.choice([rng.randrange(5), rng.randrange(5) + .5, True]) for _ in range(n)]
        elif kind == 4: values = [(rng.randrange(3), rng.choice("ab")) for _ in range(n)]
        else: values = sorted(rng.randrange(1000) for _ in range(n)) + [rng.randrange(1000) for _ in range(n // 10)]
        yield "x = %r; x.sort(); x" % values
        yield "sorted(%r, reverse=True)" % values
        yield "sorted(%r, key=repr)" % values
        yield "sorted(%r, key=repr, reverse=True)" % values

def sorts_small(): return itertools.islice(sorts(), 120)

TABLES = {f.__name__: f for f in (lists, tuples, dicts, sets, ranges, iterators, sorts, sorts_small)}

if __name__ == "__main__":
    for program in TABLES[sys.argv[1]]():
        print(program + "\t" + answer(program))
