# copy, deepcopy and __reduce_ex__ of instances with state of every kind, built-in values and iterators.
import copy
import copyreg

from _samples import MyDict, Plain, Slots, each, text


def reduced(value, protocol):
    def flat(part):
        if isinstance(part, tuple):
            return tuple(map(flat, part))
        return text(part) if hasattr(part, "__next__") else part

    made = value.__reduce_ex__(protocol)
    return flat(made) if "OrderedDict" not in type(value).__name__ else made[:2]


for protocol in (0, 1, 2, 4):
    each(f"reduce {protocol}", lambda value: reduced(value, protocol))
each("copy", copy.copy)
each("deepcopy", copy.deepcopy)

# what refers to itself, what is shared, and hooks
a = [1]
a.append(a)
b = copy.deepcopy(a)
print(b, b[1] is b, b is a)
d = {}
d["d"] = d
d["t"] = (d,)
e = copy.deepcopy(d)
print(e["d"] is e, e["t"][0] is e)
p = Plain(1)
p.me, p.others = p, [p, p]
q = copy.deepcopy(p)
print(q.me is q, q.others[0] is q, q.others[1] is q, q is p)


class Hooks:
    def __copy__(self):
        return "by __copy__"

    def __deepcopy__(self, memo):
        return "by __deepcopy__", len(memo)


print(copy.copy(Hooks()), copy.deepcopy([Hooks()]))
copyreg.pickle(Slots, lambda s: (Plain, ("registered",)))
print(copy.copy(Slots()))
m = MyDict(a=[1])
n = copy.copy(m)
o = copy.deepcopy(m)
print(n["a"] is m["a"], o["a"] is m["a"], type(o).__name__)
print(copyreg._slotnames(Slots), object.__reduce__(Plain(3))[1][:2], Plain(3).__getstate__(), object().__getstate__(), Slots().__getstate__())
for f in (lambda: object().__reduce_ex__("x"), lambda: object().__reduce_ex__(), lambda: copyreg.pickle(5, 5), lambda: copyreg.constructor(5), lambda: copy.copy(Plain.__dict__)):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
