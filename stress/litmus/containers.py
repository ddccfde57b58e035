# Invariant: who reads one place again and again while another thread grows, shrinks, replaces and overwrites the container around it
# reads values that were stored there, none older than one it has read before, and finds the place whenever it is there throughout.
# Forbidden: a value of another place, a value that goes back, a missing item that was never removed.
from _litmus import Box, Tables, build

# name, what is made, what is read, what the writer does in round k, exception that is allowed
PLACES = [
    ("list, overwritten while it grows and shrinks", "l = list(range(10))", "l[3]",
     "l[3] = 10 * k + 3\n            l.append(k)\n            if k & 31 == 0: del l[10:]", None),
    ("list, replaced as a whole", "l = list(range(10))", "l[3]", "l[:] = [10 * k + i for i in range(10 + k % 7)]", None),
    ("list, extended in place", "l = list(range(10))", "l[3]", "l[3] = 10 * k + 3\n            l.extend([k] * 5)\n            if k & 7 == 0: del l[10:]", None),
    ("list, emptied and filled", "l = list(range(10))", "l[3]", "l.clear()\n            l.extend([10 * k, 10 * k + 1, 10 * k + 2, 10 * k + 3])", "IndexError"),
    ("list, another bound to the name", "box.l = list(range(10))", "box.l[3]", "box.l = [10 * k + i for i in range(10)]", None),
    ("dict, overwritten while it grows and shrinks", "d = {'k': 3}", "d['k']",
     "d['k'] = 10 * k + 3\n            d[k] = k\n            if k > 20: del d[k - 20]", None),
    ("dict, emptied and filled", "d = {'k': 3}", "d['k']", "d.clear()\n            d['k'] = 10 * k + 3", "KeyError"),
    ("dict, key deleted and added", "d = {'k': 3, 'j': 0}", "d['k']", "del d['k']\n            d['k'] = 10 * k + 3", "KeyError"),
    ("dict, updated from another", "d = {'k': 3}", "d['k']", "d.update({'k': 10 * k + 3, k: k})\n            d.pop(k)", None),
    ("attribute, overwritten while others come and go", "class C: pass\no = C()\no.a = 3", "o.a",
     "o.a = 10 * k + 3\n            setattr(o, 'b%d' % (k % 40), k)\n            if k % 9 == 0: delattr(o, 'b%d' % (k % 40))", None),
    ("attribute, deleted and added", "class C: pass\no = C()\no.a = 3", "o.a", "del o.a\n            o.a = 10 * k + 3", "AttributeError"),
    ("attribute, __dict__ replaced", "class C: pass\no = C()\no.a = 3", "o.a", "o.__dict__ = {'a': 10 * k + 3, 'b': 0}", None),
    ("attribute, __class__ and value", "class C: a = 1\nclass D(C): a = 2\no = C()\no.a = 3", "o.a",
     "o.a = 10 * k + 3\n            o.__class__ = D if k & 1 else C", None),
    ("attribute of a class", "class C: a = 3", "C.a", "C.a = 10 * k + 3\n            if k & 15 == 0: C.b = k", None),
    ("class attribute through an instance", "class C: a = 3\no = C()", "o.a", "C.a = 10 * k + 3\n            C.c = k", None),
    ("slot", "class C: __slots__ = 'a', 'b'\no = C()\no.a = 3", "o.a", "o.a = 10 * k + 3\n            o.b = k", None),
    ("module global", "g = 3", "g", "globals()['g'] = 10 * k + 3\n            globals()['h%d' % (k % 50)] = k", None),
    ("name in a closure", "def make():\n    c = 3\n    def get(): return c\n    def put(v):\n        nonlocal c\n        c = v\n    return get, put\nget, put = make()",
     "get()", "put(10 * k + 3)", None),
    ("set membership", "s = {-1}", "(3 if -1 in s else 4)", "s.add(k)\n            if k > 30: s.discard(k - 30)", None),
]
FUNCTIONS = """
def reader():
    last = missing = 0
    while not box.done:
        box.n += 1
        try:
            value = {read}
        except {error}:
            missing += 1
            continue
        if value % 10 != 3:
            return "foreign value %r" % (value,)
        if value < last:
            return "went back from %r to %r" % (last, value)
        last = value
    return "in order" if not missing else "in order, missing at times"

def writer():
    try:
        while box.n < 300:
            pass
        for k in range(1, 400):
            {write}
        return "written"
    finally:
        box.done = True
"""


def container(make_text, read, write, error):
    def make(x, y):
        box = Box()
        box.done = False
        module = build("class Never(Exception): pass\n" + make_text + FUNCTIONS.format(
            read=read, write=write, error=error or "Never"), box=box)
        return box, module["reader"], module["writer"], module["reader"]

    def trials(tables):
        return tables.batch(make)
    return trials


def broken(outcome):
    return any(not text.startswith("in order") for text in (outcome[0], outcome[2])) or outcome[1] != "written"


tables = Tables(3)
for name, make_text, read, write, error in PLACES:
    tables.test(name, container(make_text, read, write, error), broken)
tables.run()
