# yield, yield from, generator expressions; async: await, async for, async with, comprehensions.
def g(x):
    y = yield x
    yield
    z = yield from y
    return (a + b for a in x for b in [a * 2] if b)

async def c(x):
    await x
    async for y in x:
        if y: break
    else:
        pass
    async with x as z:
        return await z
    return [a async for a in x if await a], {a: b for a in x async for b in a}

async def ag():
    yield 1
