# Functions and methods written in C++ with their later parameters given or not: same results and same errors in every round, whoever calls.
from collections import deque


def rounds(function, *cases):
    """Each case many times, so that the call is compiled for it; then all in turn."""
    out = []
    for case in cases:
        for _ in range(400):
            try:
                result = function(*case)
            except Exception as e:
                result = f"{type(e).__name__}: {e}"
        out.append(result)
    for turn in range(60):
        case = cases[turn % len(cases)]
        try:
            result = function(*case)
        except Exception as e:
            result = f"{type(e).__name__}: {e}"
        if result != out[turn % len(cases)]:
            print("differs", case, result)
    print(function.__name__, out)


def starts(s, p):
    return s.startswith(p), s.endswith(p), s.startswith(p, 1), s.endswith(p, 0, 2)


rounds(starts, ("abab", "ab"), ("abab", ("x", "ab")), ("abab", 5), ("abab", (5,)), (b"abab", b"ab"), (b"abab", "ab"), ("\u20acb", "\u20ac"))


def finds(s, p, at):
    return s.find(p), s.find(p, at), s.rfind(p, 0, at), s.count(p), s.count(p, at), s.index(p, at)


rounds(finds, ("hello", "l", 3), ("hello", "l", 4), ("hello", "l", None), ("hello", "l", "1"), ("hello", 3, 1), (b"hello", 108, 3), ("hello", "", 9))


def changed(s, old, new):
    return s.replace(old, new), s.replace(old, new, 1), s.split(old), s.rsplit(old, 1), s.partition(old), s.strip(old), s.lstrip(), s.center(9, "*")


rounds(changed, ("a,b,c", ",", ";"), ("a,b,c", "", ";"), ("a,b,c", ",", 3), ("a,b,c", 4, ";"), (" a ", " ", ""), (b"a,b", b",", b""))


def stored(d, key, value):
    d.setdefault(key, value)
    d.setdefault(key)
    return d.get(key), d.pop(key, None), d.pop(key, value), d.pop(key, *[value])


rounds(stored, ({}, 1, 2), ({}, "x", None), ({}, (1, "y"), [3]), ({}, [], 2))


def listed(index, item):
    items = [1, 2, 3, 2]
    items.insert(index, item)
    return items.index(2), items.index(2, 2), items.index(2, 2, 5), items.count(item), items.pop(index), items.pop(), items


rounds(listed, (1, 7), (-1, 7), ("x", 7), (99, 7), (0, 2))


def queued(n, item):
    q = deque([1, 2, 3], n)
    q.append(item)
    q.appendleft(item)
    q.rotate()
    q.rotate(2)
    q.extend([item, item])
    q.insert(1, item)
    return list(q), q.pop(), q.popleft(), len(q), q.index(item)


rounds(queued, (None, 5), (9, 5), (2, 5), (None, "z"), (0, 5))


def rounded(x, n):
    return round(x), round(x, n), divmod(x, n), pow(x, n), pow(x, n, 7)


rounds(rounded, (10, 3), (-10, 3), (10, 0), (10, -3), (2.5, 1), (10, "3"), (2**70, 2), (7, True), (-(2**62), -1))


def too_many(s, *more):
    return s.startswith(*more), s.replace(*more)


rounds(too_many, ("abc",), ("abc", "a"), ("abc", "a", 0), ("abc", "a", 0, 1), ("abc", "a", 0, 1, 2))


def by_hand(method, o):
    return method(o, "a"), method(o, "a", 1)


rounds(by_hand, (str.find, "banana"), (str.find, 5), (bytes.find, "banana"), (str.count, "banana"), (list.index, ["b", "a"]))


# The same call of a function bound or not, with as many arguments or fewer.
def called(f, *arguments):
    return f(*arguments)


def call_two(f, a, b):
    out = []
    for _ in range(40):
        out.append(f(a, b))
    return out[-1]


text = "banana"
rounds(call_two, (text.find, "a", 2), (str.find, text, "a"), (text.count, "a", 2), (max, 1, 2), (isinstance, 1, int), ("x".join, ["a"], 1), (text.replace, "a", "o"))

# Other things about the class of what the argument is.
class Sly(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Index:
    def __index__(self):
        return 2


rounds(starts, ("abab", Sly("ab")), (Sly("abab"), "ab"), ("abab", (Sly("ab"),)))
rounds(finds, ("hello", "l", Index()), (Sly("hello"), "l", 3), ("hello", Sly("l"), 3))
rounds(listed, (Index(), 7), (1, Sly("q")))
