# Generators whose bodies have loops of their own: the consumer's code goes into theirs, and yields and ends go back into its.
import sys
import threading


def words(text):
    at = 0
    while at < len(text):
        while at < len(text) and text[at] == " ":
            at += 1
        begin = at
        while at < len(text) and text[at] != " ":
            at += 1
        if begin < at:
            yield text[begin:at]


def triangle(n):
    for i in range(n):
        total = 0
        for j in range(i):
            total += j
        yield total


def skip(source, what):
    while source and source[-1] == what:
        source.pop()
    return len(source)


def popping(source):
    while source:
        left = skip(source, 0)
        if not source:
            return "ended inside"
        yield source.pop() + left


def squares_of(source):
    for value in source:
        k = 0
        while k * k < value:
            k += 1
        yield k


def delegating(n):
    got = yield from triangle(n)
    yield got
    returned = yield from popping([3, 0, 0, 1, 2, 0])
    yield returned


def consume(n):
    out = []
    for k in range(n):
        seen = 0
        for word in words("  the quick  brown fox jumps " * 3):
            seen += len(word)
        out.append(seen)
        out.append(sum(triangle(k % 7)))
        for value in squares_of(triangle(k % 9)):
            seen -= value
        out.append(seen)
        for value in delegating(k % 5):
            out.append(value)
    return len(out), str(out)[:120], str(out)[-160:]


print(consume(150))


# Recursion: each level is resumed by the loop of the one above it.
def permutations(items):
    if not items:
        yield ()
        return
    for i in range(len(items)):
        rest = items[:i] + items[i + 1:]
        for tail in permutations(rest):
            yield (items[i],) + tail


def check_permutations():
    total = weight = 0
    for p in permutations([1, 2, 3, 4, 5]):
        total += 1
        weight += p[0] * p[-1]
    return total, weight


for _ in range(12):
    result = check_permutations()
print(result)


# What the generator handles is not what its consumer handles.
def handles(n):
    for i in range(n):
        try:
            if i % 3 == 0:
                raise ValueError(i)
            k = 0
            while k < i % 5:
                k += 1
            yield k
        except ValueError as error:
            j = 0
            while j < 3:
                j += 1
            yield (str(error), sys.exc_info()[0].__name__)


def nested_handlers(n):
    seen = []
    try:
        raise KeyError("outside")
    except KeyError:
        for value in handles(n):
            seen.append((value, sys.exc_info()[0].__name__))
    return len(seen), seen[:4], seen[-3:]


for _ in range(8):
    result = nested_handlers(40)
print(result)


# An exception in the middle goes through both, and closing a generator in the middle runs its finally.
log = []


def closing(n):
    try:
        for i in range(n):
            k = 0
            while k < 4:
                k += 1
            yield i * k
    finally:
        log.append("closed")


def takes(limit):
    total = 0
    for value in closing(50):
        if value > limit:
            break
        total += value
    return total


def fails(limit):
    for value in closing(50):
        if value > limit:
            raise ArithmeticError(value)


print([takes(i * 3) for i in range(40)][-3:])
for i in range(40):
    try:
        fails(i * 4)
    except ArithmeticError as error:
        last = repr(error), error.__traceback__.tb_next.tb_lineno, error.__traceback__.tb_next.tb_next
print(last, len(log) <= 80)


# Resumed by others than the loop it was recorded with: next(), send(), list(), a builtin, another function's loop.
def mixed(n):
    source = triangle(n)
    total = 0
    for value in source:
        total += value
        if value % 4 == 3:
            total += next(source, 100)
    return total


def other_loops(n):
    a = triangle(n)
    b = zip(triangle(n), triangle(n))
    first = [x for x in a if x & 1]
    second = sum(x * y for x, y in b)
    third = list(triangle(n))
    return len(first), second, third[-1:]


print([mixed(i) for i in range(60)][-5:], [other_loops(i) for i in range(30)][-2:])


# Who looks at the frames in between sees them as they are.
def looked_at(n):
    for i in range(n):
        k = 0
        while k < i % 4:
            k += 1
        if i % 10 == 9:
            names, frame = [], sys._getframe()
            while frame is not None and len(names) < 3:
                names.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
                frame = frame.f_back
            yield names
        yield k


def looks(n):
    found = []
    for value in looked_at(n):
        if type(value) is list:
            found.append(value)
    return found[-1]


for _ in range(10):
    result = looks(40)
print(result)


# Recursion without end ends in all of them.
def endless(n):
    k = 0
    while k < 3:
        k += 1
    for value in endless(n + 1):
        yield value


def overflow():
    try:
        for value in endless(0):
            pass
    except RecursionError as error:
        return str(error)[:32]


print({overflow() for _ in range(5)})


# One generator, several threads: each value once, or ValueError.
def shared(n):
    for i in range(n):
        k = 0
        while k < 3:
            k += 1
        yield i


def take_all(source, mine):
    while True:
        try:
            for value in source:
                mine.append(value)
            return
        except ValueError as error:
            if str(error) != "generator already executing":
                raise


for _ in range(3):
    source, taken = shared(4000), [[] for _ in range(3)]
    threads = [threading.Thread(target=take_all, args=(source, mine)) for mine in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = sorted(value for mine in taken for value in mine)
    print(everything == list(range(4000)))


# A generator asks an instance for its truth, whose method goes to other code: what lies on the generator's stack meanwhile stays.
class Truth:
    def __init__(self, n):
        self.n = n

    def __bool__(self):
        k = 0
        while k < 3:
            k += 1
        said.append(" ".join([str(value) for value in (self.n, k)]))
        return self.n % 3 == 0


said = []


def asks(n):
    found = 0
    for i in range(n):
        truth = Truth(i)
        first, *rest = (i * 2, any(4 for e in [i, found] if not truth), found)
        found += first + rest[0] + sum(e for e in (1, 2, 3) if truth)
        found += len([e for e in squares_of([i % 3, 4]) if e in Members(i)])
    return found


class Members:
    def __init__(self, n):
        self.n = n

    def __contains__(self, item):
        k = 0
        while k < self.n % 5:
            if k == item:
                return True
            k += 1
        return False


print([asks(60) for _ in range(6)][-1], len(said))
