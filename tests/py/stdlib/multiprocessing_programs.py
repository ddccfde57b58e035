# multiprocessing with fork: processes, pipes, queues, locks, pools, events, executors.
import concurrent.futures
import multiprocessing as mp
import os
import time


def square(x): return x * x
def fail(x): raise ValueError("no %d" % x)
def send(c): c.send([1, "a", {"k": 2.5}]); c.close()
def put(q, n):
    for i in range(n): q.put((os.getpid() != parent, i))
def count(lock, value_r, value_w):
    for _ in range(50):
        with lock:
            n = value_r.recv(); value_w.send(n + 1)
def wait(e, q): e.wait(10); q.put("woken")


parent = os.getpid()
if __name__ == "__main__":
    mp.set_start_method("fork")
    p = mp.Process(target=print, args=("child",)); print("parent", flush=True); p.start(); p.join(); print(p.exitcode)
    a, b = mp.Pipe(); p = mp.Process(target=send, args=(b,)); p.start(); print(a.recv()); p.join()
    q = mp.Queue(); ps = [mp.Process(target=put, args=(q, 3)) for _ in range(2)]
    for p in ps: p.start()
    print(sorted(q.get(timeout=20) for _ in range(6)))
    for p in ps: p.join()
    lock = mp.Lock(); r, w = mp.Pipe(duplex=False); w.send(0)
    ps = [mp.Process(target=count, args=(lock, r, w)) for _ in range(3)]
    for p in ps: p.start()
    for p in ps: p.join()
    print(r.recv())
    with mp.Pool(2) as pool:
        print(pool.map(square, range(10)), pool.apply(square, (7,)), sorted(pool.imap_unordered(square, [3, 1, 2])), pool.starmap(pow, [(2, 3), (3, 2)]))
        try: pool.map(fail, [1])
        except ValueError as e: print(repr(e))
        print(pool.apply_async(square, (9,)).get(20))
    e = mp.Event(); q = mp.SimpleQueue(); p = mp.Process(target=wait, args=(e, q)); p.start(); e.set(); print(q.get()); p.join()
    rl = mp.RLock(); print(rl.acquire(), rl.acquire(), rl._semlock._count(), rl.release(), rl.release())
    try: rl.release()
    except AssertionError as e: print(e)
    s = mp.BoundedSemaphore(1); print(s.acquire(), s.acquire(False), s.acquire(timeout=0.01), s.release(), s.get_value())
    try: s.release()
    except ValueError as e: print(e)
    p = mp.Process(target=time.sleep, args=(60,)); p.start(); p.terminate(); p.join(); print(p.exitcode)
    with concurrent.futures.ProcessPoolExecutor(2) as ex: print(list(ex.map(square, range(5))), ex.submit(square, 12).result())
