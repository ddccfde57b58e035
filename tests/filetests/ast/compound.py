async def coroutine(a, b: int = 1, /, c=2, *args: *Ts, d, e: "x" = 3, **kwargs: dict) -> None:
    async with a as b, c: pass
    async for x, in y: await z
    return [i async for i in await j if k if l]


@decorator
@other.decorator(1)[2]
class Class(Base, *bases, metaclass=Meta, **keywords):
    """Docstring."""

    @property
    def method(self, *, only): return self


with (open(a) as b, open(c)): pass
with (a, b): pass
with (a, b) as c: pass
with (a).b as c.d, e() as [f, g]: pass
with (yield_): pass
try:
    pass
except A as e: pass
except (B, C):
    pass
except:
    pass
else:
    pass
finally:
    pass
try: pass
except* A: pass
except* B as b: pass
try: pass
finally: pass
for (a, b), *c in x, *y: pass
lambda: 0
lambda a, /, b=1, *c, d, e=2, **f: a if b else lambda: c
