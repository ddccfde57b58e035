# Hooks that begin and end while their thread is in compiled code; other threads stay in theirs.
import sys
import threading

seen = []


def tracer(frame, event, arg):
    seen.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
    return tracer


def callee(i):
    return i + 1


def caller(n, at, end):
    total = 0
    for i in range(n):
        if i == at:
            sys.settrace(tracer)
        total += callee(i)
        if i == end:
            sys.settrace(None)
    return total


def outer(n, at, end):
    total = 0
    for i in range(3):
        total += caller(n, at, end)
    return total


for i in range(40):
    caller(200, -1, -1)  # compiled by now
print(caller(3000, 2000, 2003), len(seen))
print(seen)
seen.clear()
print(caller(3000, 2999, -1), seen)  # goes on behind the call
sys.settrace(None)
seen.clear()
print(outer(1000, 999, 999), seen)
seen.clear()


def deep(n):
    if n == 0:
        sys.settrace(tracer)
        return 0
    return deep(n - 1) + callee(n)


for i in range(200):
    deep.__globals__['sys'].settrace(None)
    seen.clear()
    deep(20)
sys.settrace(None)
print(len(seen), seen[:4], seen[-4:])

# A hook set on the frame itself is heard of at once.
lines = []


def local(frame, event, arg):
    lines.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return local


def watched(n):
    total = 0
    for i in range(n):
        if i == n - 2:
            sys._getframe().f_trace = local
            sys.settrace(lambda *args: None)
        total += i
    sys.settrace(None)
    return total


for n in 5, 400, 4000, 400:
    lines.clear()
    print(watched(n), lines)

# One thread's hooks are not another's.
counts = {}


def count(frame, event, arg):
    name = threading.current_thread().name
    counts[name] = counts.get(name, 0) + 1


def loop(n):
    total = 0
    for i in range(n):
        total += callee(i)
    return total


def with_hook():
    sys.setprofile(count)
    results.append(loop(2000))
    sys.setprofile(None)


results = []
threads = [threading.Thread(target=with_hook if i % 2 else lambda: results.append(loop(200000))) for i in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results), sorted(counts.values()))

# A hook's own loops are compiled, and what it stores in f_locals counts.


def busy(frame, event, arg):
    total = 0
    for i in range(500):
        total += callee(i)
    if event == "line":
        frame.f_locals["x"] = total
    return busy


def changed():
    x = 1
    y = x
    return y


sys.settrace(busy)
print(changed())
sys.settrace(None)


# A hook that raises ends.
def failing(frame, event, arg):
    if event == "line" and frame.f_lineno - frame.f_code.co_firstlineno == 2:
        raise RuntimeError("of the hook")
    return failing


def failed():
    try:
        x = 1
    except RuntimeError as error:
        return f"caught {error}", sys.gettrace()


sys.settrace(failing)
print(failed())


def failing_at_return(frame, event, arg):
    if event == "return":
        raise RuntimeError("at the return")
    return failing_at_return


def returns():
    try:
        return 1
    except RuntimeError:
        return 2


sys.settrace(failing_at_return)
try:
    print(returns())
except RuntimeError as error:
    print("raised", error, sys.gettrace())

# Lines, opcodes, call_tracing.
heard = []


def by_opcode(frame, event, arg):
    frame.f_trace_lines = False
    frame.f_trace_opcodes = True
    heard.append(event)
    return by_opcode


sys.settrace(by_opcode)
callee(1)
sys.settrace(None)
print(heard[0], set(heard[1:-1]), heard[-1], heard.count("line"))


def plain(x):
    return x


print(sys.call_tracing(plain, (1,)))
for bad in (lambda: sys._getframe().__class__.f_trace_lines.__set__(sys._getframe(), 1), lambda: sys.call_tracing(plain, [1])):
    try:
        bad()
    except TypeError as error:
        print(error)
