# Where a helper of compiled code comes upon Python code (what it compares, hashes, walks through), that code sees the frames of the loop as they are.
# The loop is compiled for values of builtin types; in three rounds there are others.
import sys
seen = []
def look(want="i"):
    frame = sys._getframe(1)
    names = []
    while frame is not None and frame.f_code.co_name != "<module>":
        names.append(f"{frame.f_code.co_name}:{frame.f_lineno - frame.f_code.co_firstlineno}:{frame.f_locals.get('i')}")
        frame = frame.f_back
    seen.append(" ".join(names))

class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): 
        look()
        return hash(self.n)
    def __eq__(self, other):
        look()
        return isinstance(other, Key) and self.n == other.n
    def __lt__(self, other):
        look()
        return self.n < other.n
    def __str__(self): look(); return "K"
    __repr__ = __str__
    def __format__(self, spec): look(); return "KF"
    def __iter__(self): look(); return iter((1, 2))
    def __len__(self): return 2
    def __index__(self): look(); return 1
    def __bool__(self): look(); return True

import weakref
k = Key(5)
env = {"K": Key, "k": k}
CASES = [
 ("d[5]", "dict.fromkeys([0, 5])", "{k: 1}"),
 ("5 in d", "{0: 1}", "{k: 1}"),
 ("d.get(5)", "{0: 1}", "{k: 1}"),
 ("d.pop(5, 1)", "{0: 1}", "{k: 1}"),
 ("d.__setitem__(5, 1)", "{0: 1}", "{k: 1}"),
 ("{5: 1, **d}", "{0: 1}", "{k: 1}"),
 ("5 in d", "{0}", "{k}"),
 ("d.add(5)", "{0}", "{k}"),
 ("d.discard(5)", "{0}", "{k}"),
 ("d.index(5) ", "[0, 5]", "[k, 5]"),
 ("d.count(5) ", "[0, 5]", "[k, 5]"),
 ("d.index(5) ", "(0, 5)", "(k, 5)"),
 ("d.count(5) ", "(0, 5)", "(k, 5)"),
 ("d.sort() ", "[0, 5]", "[k, Key(3)]"),
 ("d == d2", "[0, 5]", "[k, Key(3)]"),
 ("d < d2", "[0, 5]", "[k, Key(3)]"),
 ("d == d2", "(0, 5)", "(k, Key(3))"),
 ("d == d2", "{0: 5}", "{0: k}"),
 ("d in t", "(0, 5)", "(k, Key(3))"),
 ("d in m", "(0, 5)", "(k, Key(3))"),
 ("m[d]", "(0, 5)", "(k, 5)"),
 ("m.get(d)", "(0, 5)", "(k, 5)"),
 ("{d: 1}", "(0, 5)", "(k, 5)"),
 ("{d}", "(0, 5)", "(k, 5)"),
 ("[x for x in d]", "[1]", "weakref.proxy(k)"),
 ("str(d)", "[1]", "[k]"),
 ("repr(d)", "[1]", "[k]"),
 ("f'{d}'", "[1]", "[k]"),
 ("'%s' % d", "(1,)", "(k,)"),
 ("'%s' % (d,)", "(1,)", "(k,)"),
 ("'{}'.format(d)", "1", "k"),
 ("'{0[0]}'.format(d)", "[1]", "[k]"),
 ("', '.join(d)", "['1']", "'12'"),
 ("sum(d, 0)", "[1]", "(1, 2)"),
 ("list(d)", "[1]", "k"),
 ("tuple(d)", "[1]", "k"),
 ("set(d)", "[1]", "[k]"),
 ("frozenset(d)", "[1]", "[k]"),
 ("dict(d)", "[(1, 2)]", "[(k, 2)]"),
 ("dict.fromkeys(d)", "[1]", "[k]"),
 ("sorted(d)", "[1]", "[k, k]"),
 ("min(d)", "[1]", "[k, k]"),
 ("max(d)", "[1]", "[k, k]"),
 ("[1].extend(d)", "[1]", "k"),
 ("{1}.update(d)", "[1]", "[k]"),
 ("{5}.union(d)", "[1]", "[k]"),
 ("{5}.issubset(d)", "[1]", "[k]"),
 ("{5}.intersection(d)", "[1]", "[k]"),
 ("{5}.isdisjoint(d)", "[1]", "[k]"),
 ("{5: 2}.update(d)", "{1: 2}", "{k: 2}"),
 ("{5} | d", "{1}", "{k}"),
 ("{5: 1} | d", "{1: 1}", "{k: 1}"),
 ("d.keys() & {5}", "{1: 1}", "{k: 1}"),
 ("hash(d)", "(1,)", "(k,)"),
 ("divmod(d, 3)", "7", "8"),
 ("isinstance(d, (int, str))", "7", "k"),
 ("[0, 1, 2][d]", "1", "k"),
 ("[0, 1, 2][d:]", "1", "k"),
 ("'abc'[d:]", "1", "k"),
 ("range(d)", "1", "k"),
 ("'a' * d", "1", "k"),
 ("[1] * d", "1", "k"),
 ("not d", "1", "k"),
 ("bool(d)", "1", "k"),
 ("len(d)", "[1]", "k"),
 ("d[1:2]", "[1,2]", "(k, 3)"),
 ("m.__contains__(d)", "1", "5"),
 ("d.__eq__(d2)", "[1]", "[k]"),
 ("d.__contains__(5)", "[1]", "[k]"),
 ("d.remove(5) if len(d) > 2 else 0", "[1, 5]", "[k, 1, 5]"),
 ("d.insert(d2[0], 1)", "[1]", "[k]"),
 ("d.rindex('1')", "'1'", "'11'"),
 ("d.startswith(d2)", "'1'", "'11'"),
 ("chr(d)", "1", "k"), ("bin(d)", "1", "k"), ("hex(d)", "1", "k"), ("abs(d)", "1", "2"), ("callable(d)", "1", "k"), ("id(d)", "1", "2"), ("round(d)", "1", "2"),
 ("sum([d, 1])", "1", "2"),
 ("(d, 1) == (d2, 1)", "1", "k"),
 ("[d, 1] == [d2, 1]", "1", "k"),
 ("d in [d2]", "1", "k"),
 ("next(iter(d))", "[1]", "k"),
 ("next(d2)", "iter([1]*1000)", "iter(k)"),
 ("list(zip(d, d2))", "[1]", "k"),
 ("list(enumerate(d))", "[1]", "k"),
 ("list(reversed(d))", "[1]", "[k]"),
 ("list(map(str, d))", "[1]", "[k]"),
 ("list(filter(None, d))", "[1]", "[k]"),
 ("a, b = d", "[1, 2]", "k"),
 ("a, *b = d", "[1, 2]", "k"),
 ("g(*d)", "[1, 2]", "k"),
 ("[*d]", "[1, 2]", "k"),
 ("{*d}", "[1, 2]", "[k, k]"),
 ("{**d}", "{1: 2}", "{k: 2}"),
 ("del d[5]", "{5: 1}", "{5: 1, k: 1}"),
 ("m[5] = d", "1", "k"),
 ("x = d; x += d2", "[1]", "k"),
 ("x = [1]; x += d2", "[1]", "k"),
 ("x = {1}; x |= d2", "{1}", "{k}"),
 ("x = {1:1}; x |= d2", "{1:2}", "{k:3}"),
 ("any(d)", "[0]", "[k]"), ("all(d)", "[1]", "[k]"),
 ("print(d, file=F())", "[1]", "[k]"),
 ("d.split(d2)", "'1'", "'2'"),
 ("slice(d, 2) == slice(d2, 2)", "1", "k"),
 ("range(d2) == range(d)", "1", "k"),
 ("d.copy() == d2", "{1: 2}", "{1: k}"),
 ("d.items() == d2.items()", "{1: 2}", "{1: k}"),
 ("(1, 2) in d.items()", "{1: 2}", "{1: k}"),
 ("2 in d.values()", "{1: 2}", "{1: k}"),
 ("1 in d.keys()", "{1: 2}", "{k: k}"),
 ("getattr(d, 'n', 1)", "1", "k"),
 ("d.translate(m)", "'\\5'", "'\\5\\6'"),
 ("d.encode()", "'\\5'", "'\\5\\6'"),
]
class F:
    def write(self, t): look()
def g(*a): return 0
mk = {Key(5): 1, Key((0, 5)): 2}
def run(expr, first, second):
    names = dict(globals())
    body = expr if ("=" in expr and "==" not in expr and "(" not in expr.split("=")[0]) or expr.startswith("del ") or ";" in expr else "x = " + expr
    exec(f"""
def inner(d, d2, i):
    j = i
    try:
        {body}
    except KeyError as e:
        j = i
    i = j + 1
    return i

def middle(d, d2, i):
    i = inner(d, d2, i)
    i += 0
    return i

def outer(n):
    i = 0
    while i < n:
        i = middle(D1[i], D2[i], i)
    return i
def F1(i): return {second} if i in (150, 151, 190) else {first}
def F2(i): return {second} if i in (150, 151, 190) else {first}
""", names)
    names["m"] = mk
    names["D1"] = [names["F1"](i) for i in range(200)]
    names["D2"] = [names["F2"](i) for i in range(200)]
    names["t"] = (k, 3)
    del seen[:]
    try:
        r = names["outer"](200)
    except Exception as e:
        r = f"{type(e).__name__} {e}"
    print(expr, "|", first, "|", r, len(seen), *[f"\n   {s}" for s in sorted(set(seen))[:4]])
for c in CASES: run(*c)


# Finalizers and handlers of signals too: the two frames always agree.
import gc
import signal

disagree, ran = [], [0, 0]


def agree(frame):
    while frame is not None and frame.f_code.co_name != "longer":
        frame = frame.f_back
    if frame is not None and frame.f_locals["n"] != frame.f_back.f_locals["n"]:
        disagree.append((frame.f_locals, frame.f_back.f_locals))


class Watched:
    def __init__(self):
        self.me = self

    def __del__(self):
        ran[0] += 1
        agree(sys._getframe())


def handler(number, frame):
    ran[1] += 1
    agree(frame)


def longer(made, n):
    made = made[1:]
    made.extend(made)
    made = [0] * len(made) + made
    made.reverse()
    return len(made) + n


def rounds(numbers, kept):
    total = 0
    for n in numbers:
        total += longer(kept, n)
        if n % 50 == 0:
            Watched()
            if n % 1000 == 0:
                gc.collect()
                signal.raise_signal(signal.SIGALRM)
    return total


signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
print(rounds(list(range(20000)), list(range(1000))))
signal.setitimer(signal.ITIMER_REAL, 0)
print(disagree[:2], ran[0] > 100, ran[1] >= 20)
