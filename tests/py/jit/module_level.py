# Loops at module level: their names are globals, kept in the module's cells.
import threading

total = 0
for i in range(2000):
    if i & 3:
        total += i
    else:
        total ^= i
print(total, i)

items = list(range(50))
k = 0
while k < 60:
    for j in range(50):
        items[j] += k
    k += 1
print(items[3], j, k, sum(items))


class Point:
    def __init__(self, x):
        self.x = x

    def moved(self, by):
        return Point(self.x + by)


point = Point(0)
for _ in range(500):
    point = point.moved(2)
print(point.x)

# A name that is deleted and bound anew in the loop, one that hides a builtin for some rounds, one that others read and write.
seen = []
for i in range(300):
    step = i
    if i % 100 == 99:
        del step
        len = lambda x: -1
        seen.append(len(items))
        del len
        try:
            step
        except NameError as error:
            seen.append(str(error))
    else:
        seen.append(len(items) + step)
print(sum(s for s in seen if isinstance(s, int)), [s for s in seen if isinstance(s, str)])


def doubled():
    return level * 2


def raise_level():
    global level
    level += 1


level, sums = 0, 0
for i in range(400):
    level += 1
    sums += doubled()
    if i % 7 == 0:
        raise_level()
        globals()["level"] += 1
print(level, sums)

# The same code with namespaces of its own, and with the module's.
text = """
n = 0
for q in range(400):
    n += q
    if q == 300:
        n = n * 1.5
found = n
"""
code = compile(text, "text", "exec")
for _ in range(4):
    exec(code, globals())
    print(found, n)
    mine = {}
    exec(code, globals(), mine)
    print(mine["found"], sorted(mine))
    exec(code, {}, mine)
    other = {"n": 5}
    exec(code, other)
    print(other["found"], sorted(k for k in other if k != "__builtins__"))


class Body:
    made = 0
    for q in range(300):
        made += q
    del q


print(Body.made, hasattr(Body, "q"))


class Counting(dict):
    asked = 0

    def __getitem__(self, key):
        Counting.asked += key == "q"
        return super().__getitem__(key)


mapping = Counting()
exec(code, globals(), mapping)
print(mapping.asked, dict.__getitem__(mapping, "found"))

# Threads that run the same module-level code, each in its own namespace, and one that stores the same globals.
shared = 0
workers = """
for w in range(3000):
    shared = w
    if shared < 0: raise SystemError(shared)
done.append(w >= 0)
"""
compiled = compile(workers, "workers", "exec")
done = []
threads = [threading.Thread(target=exec, args=(compiled, globals())) for _ in range(3)]
threads += [threading.Thread(target=exec, args=(compiled, {"done": done})) for _ in range(3)]
for thread in threads:
    thread.start()
for r in range(3000):
    shared = r
    globals().pop("gone", None)
    gone = r
for thread in threads:
    thread.join()
print(done, 0 <= shared < 3000, gone)
