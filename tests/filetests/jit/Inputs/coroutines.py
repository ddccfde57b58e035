async def leaf(x, more=1):
    return x + more


async def middle(x):
    return await leaf(x) + await leaf(x, more=2)


class Numbers:
    def __init__(self, n):
        self.left = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        self.left -= 1
        return self.left


class Manager:
    async def __aenter__(self):
        return 1

    async def __aexit__(self, kind, value, traceback):
        return None


async def awaits(n):
    total = 0
    for i in range(n):
        total += await middle(i)
    return total


async def iterates(n):
    total = 0
    async for i in Numbers(n):
        total += i
    return total


async def enters(n):
    total = 0
    for i in range(n):
        async with Manager() as one:
            total += one
    return total


for function in awaits, iterates, enters:
    try:
        function(1000).send(None)
    except StopIteration as e:
        print(e.value)
