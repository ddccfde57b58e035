# The context of an exception thrown into a generator is what the generator handles, not what the caller of throw() does.
def g():
    yield 1
    yield 2
def h():
    try:
        raise KeyError('own')
    except KeyError:
        yield 1
    yield 2
def catching():
    try: yield 1
    except ValueError as e: print('inside', repr(e.__context__)); raise TypeError
def show(make, exc):
    it = make(); next(it)
    try: 1/0
    except ZeroDivisionError:
        try: it.throw(exc)
        except Exception as e: print(make.__name__, repr(e), repr(e.__context__), repr(e.__context__.__context__) if e.__context__ else '')
for m in (g, h, catching):
    show(m, ValueError)
    show(m, ValueError('x'))
def outer(): yield from g()
def outer2(): yield from h()
show(outer, ValueError); show(outer2, ValueError)
it=g()
try: 1/0
except ZeroDivisionError:
    try: it.throw(ValueError)
    except ValueError as e: print(repr(e.__context__))
import asyncio
async def co():
    await asyncio.sleep(10)
async def main():
    t=asyncio.ensure_future(co())
    await asyncio.sleep(0)
    t.cancel()
    try: await t
    except asyncio.CancelledError as e: print(repr(e.__context__))
asyncio.run(main())

import contextlib


@contextlib.contextmanager
def raises(exc):
    try:
        yield
    finally:
        raise exc


numbered = [Exception(i) for i in range(5)]
try:
    with contextlib.ExitStack() as stack:
        for exc in numbered[:0:-1]:
            stack.enter_context(raises(exc))
        raise numbered[0]
except Exception as exc:
    while exc is not None:
        print(exc)
        exc = exc.__context__
