# Generators that close, throw into, resume and delete themselves and each other; frames looked at and changed meanwhile.
import sys


def selfish(i):
    while True:
        try:
            if i % 4 == 0:
                next(g)
            elif i % 4 == 1:
                g.close()
            elif i % 4 == 2:
                g.throw(KeyError)
            else:
                g.send(i)
        except ValueError as error:
            yield str(error)
        i += 1


found = {}
for i in range(60):
    g = selfish(i)
    for _ in range(3):
        key = next(g)
        found[key] = found.get(key, 0) + 1
print(found)


def numbers(n):
    total = 0
    try:
        for i in range(n):
            got = yield i
            if got is not None:
                total += got
    except KeyError as error:
        yield "caught"
        total += 1000
    finally:
        total += 1
        log.append(total)
    return total


def driven(n):
    out = []
    for i in range(n):
        gen = numbers(5)
        try:
            next(gen)
            if i % 5 == 0:
                gen.send(3)
            elif i % 5 == 1:
                out.append(gen.throw(KeyError(i)))
                next(gen)
            elif i % 5 == 2:
                gen.close()
                next(gen)
            elif i % 5 == 3:
                gen.throw(ValueError(i))
            else:
                while True:
                    gen.send(1)
        except StopIteration as stop:
            out.append(stop.value)
        except ValueError as error:
            out.append(error.args)
        gen.close()
    return out[:8], len(out), sum(log)


log = []
print(driven(100))


def outer(n):
    got = yield from numbers(n)
    got2 = yield from [1, 2]
    got3 = yield from inner_of(n)
    return got, got2, got3


def inner_of(n):
    x = yield "inner"
    if n % 3 == 0:
        raise KeyError(n)
    return x


def delegated(n):
    out = {}
    for i in range(n):
        gen, seen = outer(i % 4), []
        try:
            seen.append(next(gen))
            while True:
                seen.append(gen.send(i % 2 or None))
        except StopIteration as stop:
            seen.append(stop.value)
        except (KeyError, AttributeError) as error:
            seen.append(f"{type(error).__name__} {error}")
        out[str(seen)] = out.get(str(seen), 0) + 1
    return sorted(out.items())


print(delegated(80))


def framed(n):
    for i in range(n):
        frame = sys._getframe()
        back = frame.f_back
        yield frame.f_lineno - frame.f_code.co_firstlineno, back is not None and back.f_code.co_name, sorted(frame.f_locals)


def looked(n):
    out = set()
    for line, name, names in framed(n):
        out.add((line, name, tuple(names)))
    out2 = {str(x) for x in framed(3)}
    gen = framed(3)
    next(gen)
    return sorted(out), len(out2), gen.gi_frame.f_lineno - gen.gi_code.co_firstlineno, gen.gi_frame.f_back, gen.gi_frame.f_locals["i"]


print(looked(70))


def replaced(n):
    total = 0
    gen = (x for x in range(n))
    for x in gen:
        total += x
        if x == n // 2:
            gen = (y * 10 for y in range(5))
            total += sum(gen)
        if x % 10 == 3:
            total += next(iter([x for x in (x for x in range(x))]), 7)
    return total


print(replaced(80))


def shared(n):
    it = iter(range(n))
    total = 0
    for x in it:
        total += x * 1000
        for y in it:
            total += y
            if y % 3 == 0:
                break
    gen = numbers(n)
    for x in gen:
        for y in gen:
            total += y
            if y % 4 == 0:
                break
    return total


print(shared(90))


def expressions(n):
    out = 0
    for i in range(n):
        out += sum(x * y for x in range(i % 5) for y in range(x) if x != y)
        out += len(list(z for z in (w for w in [i, i + 1] if w % 2) if z > 3))
        out += any(x > i for x in range(i + 2)) + all(x < i for x in range(i))
        out += max((x for x in range(i % 4)), default=-1) + len({x % 3 for x in range(i)}) + len({x: y for x, y in zip(range(i), "abc")})
        try:
            out += sum(1 // (x - 3) for x in range(i % 6))
        except ZeroDivisionError:
            out += 10000
        try:
            out += sum(next(iter(())) for x in range(i % 2))
        except RuntimeError as error:
            out += len(str(error))
    return out


print(expressions(70))


class Agen:
    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n > 5:
            raise StopAsyncIteration
        self.n += 1
        return self.n


async def asynchronous(n):
    total = 0
    for i in range(n):
        a = Agen()
        a.n = i % 7
        async for x in a:
            total += x
        total += sum([x async for x in counted(i % 5)])
    return total


async def counted(n):
    for i in range(n):
        yield i


def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


print(run(asynchronous(70)))
