# bytearray: growth by every operation in turn, aliases, copies, use as a buffer, as a set of flags, and as a stack.
a = b = bytearray(b"abc")
c = bytearray(a)
d = a[:]
a += b"d"
a.extend(b"e")
print(a, b is a, c, d, a == b, a is not c)
a = a + b"!"
print(a, b)
buffer = bytearray()
for i in range(1000):
    buffer += b"%d," % i
print(len(buffer), buffer[:10], buffer[-8:], buffer.count(b","), buffer.split(b",")[500])
del buffer[:2000]
buffer[:0] = b"<"
buffer += b">"
print(len(buffer), buffer[:8], buffer[-6:])
flags = bytearray(1000)
for step in range(2, 32):
    for i in range(step * step, 1000, step):
        flags[i] = 1
print([i for i in range(2, 60) if not flags[i]], flags.count(0) - 2)
stack = bytearray()
depth = best = 0
for ch in b"(([])[{}])(":
    if ch in b"([{":
        stack.append(ch)
        best = max(best, len(stack))
    elif stack and stack[-1] in b"([{" and b"([{".index(stack[-1]) == b")]}".index(ch):
        stack.pop()
print(stack, best)
queue = bytearray(b"start")
for i in range(200):
    queue.append(queue[0] ^ i & 0xFF)
    del queue[0]
print(len(queue), queue.hex())
m = bytearray(range(10))
m[2:5], m[7:] = m[7:], m[2:5]
print(m)
m[::3] = bytes(len(m[::3]))
m[5:1] = b"in"
print(m, m.find(b"in"), m.index(0, 1))
model, real, seed = [], bytearray(), 1
for step in range(3000):
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    n, action = seed >> 8 & 255, seed >> 16 & 7
    at = seed >> 4 & 31
    if action < 3:
        model.append(n), real.append(n)
    elif action == 3:
        model.insert(at, n), real.insert(at, n)
    elif action == 4 and model:
        assert model.pop() == real.pop()
    elif action == 5:
        model[at:at + 4] = [n] * (n % 6)
        real[at:at + 4] = bytes([n]) * (n % 6)
    elif action == 6:
        del model[at:at + 2], real[at:at + 2]
    else:
        model.reverse(), real.reverse()
    assert len(model) == len(real)
assert model == list(real)
print(len(real), sum(real))
text = bytearray("grün", "utf-8")
text[2:4] = "u".encode()
print(text.decode(), text.upper(), bytes(text) == b"grun", text.isalpha(), str(text, "ascii"), "%s" % text, f"{text!r}")
x = bytearray(b"same")
print(x in [bytearray(b"same")], {bytes(x): 1}[b"same"], x * 3, x[1:-1] + x[:1], [x[i:i + 2] for i in range(0, 4, 2)], sorted(x), x.join([b"1", b"2"]))
