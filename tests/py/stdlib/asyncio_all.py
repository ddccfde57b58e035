# asyncio: tasks, queues, timeouts, groups, threads, sockets, subprocesses; code.replace, which types.coroutine needs.
import asyncio, types
@types.coroutine
def g():
    x = yield 1
    return x
async def c(): return await g()
co=c(); print(co.send(None))
try: co.send(5)
except StopIteration as e: print(e.value)
async def main():
    await asyncio.sleep(0.01)
    r = await asyncio.gather(*[work(i) for i in range(5)])
    print(r)
    q=asyncio.Queue()
    async def prod():
        for i in range(3): await q.put(i)
        await q.put(None)
    async def cons():
        out=[]
        while (x:=await q.get()) is not None: out.append(x)
        return out
    t=asyncio.create_task(prod()); print(await cons())
    try: await asyncio.wait_for(asyncio.sleep(10),0.01)
    except asyncio.TimeoutError as e: print('timeout',type(e))
    async with asyncio.timeout(1): await asyncio.sleep(0)
    async with asyncio.TaskGroup() as tg:
        a=tg.create_task(work(3)); b=tg.create_task(work(4))
    print(a.result(),b.result())
    print(await asyncio.to_thread(lambda: 5))
    async def agen():
        for i in range(3): yield i; await asyncio.sleep(0)
    print([x async for x in agen()])
    loop=asyncio.get_running_loop(); print(await loop.run_in_executor(None, sum, [1,2,3]))
    async def handle(r,w):
        data=await r.readline(); w.write(data.upper()); await w.drain(); w.close()
    s=await asyncio.start_server(handle,'127.0.0.1',0)
    port=s.sockets[0].getsockname()[1]
    r,w=await asyncio.open_connection('127.0.0.1',port); w.write(b'hello\n'); print(await r.readline()); w.close(); s.close(); await s.wait_closed()
    p=await asyncio.create_subprocess_exec('echo','hi',stdout=asyncio.subprocess.PIPE); out,_=await p.communicate(); print(out,p.returncode)
    e=asyncio.Event(); asyncio.get_running_loop().call_later(0.01,e.set); await e.wait()
    lock=asyncio.Lock()
    async with lock: print(lock.locked())
    try: await fail()
    except ValueError as e: print(e)
    t=asyncio.create_task(asyncio.sleep(5)); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print('cancelled')
async def fail(): raise ValueError('x')
async def work(i):
    await asyncio.sleep(0.001*i); return i*2
asyncio.run(main())
def f(a, b=2, *c, d, **e):
    return a
k = f.__code__.replace(co_name="g", co_qualname="q.g", co_filename="x.py", co_firstlineno=100, co_flags=f.__code__.co_flags, co_argcount=2)
print(k.co_name, k.co_qualname, k.co_filename, k.co_firstlineno, [line for _, _, line in k.co_lines()][-1], k.co_varnames)
f.__code__ = k
print(f(7, d=1), f.__code__ is k)
for bad in ({"co_name": 5}, {"co_flags": "x"}):
    try: f.__code__.replace(**bad)
    except TypeError as e: print(type(e).__name__)
