# bytes at work: checksums, run lengths, hex dumps, parsing of records, base 64 by hand, bit tricks, text and back.
data = bytes(range(256)) * 3 + "grün €".encode()


def crc16(data):
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021) & 0xFFFF if crc & 0x8000 else crc << 1
    return crc


def adler(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def run_lengths(data):
    out, i = bytearray(), 0
    while i < len(data):
        j = i
        while j < len(data) and data[j] == data[i] and j - i < 255:
            j += 1
        out += bytes([j - i, data[i]])
        i = j
    return bytes(out)


def expand(data):
    return b"".join(bytes([data[i + 1]]) * data[i] for i in range(0, len(data), 2))


def base64(data):
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    out = bytearray()
    for i in range(0, len(data), 3):
        chunk = data[i:i + 3]
        n = int.from_bytes(chunk + b"\0" * (3 - len(chunk)), "big")
        for k in range(4):
            out.append(letters[n >> 18 - 6 * k & 63] if k <= len(chunk) else ord("="))
    return bytes(out)


def dump(data, width=16):
    for at in range(0, len(data), width):
        row = data[at:at + width]
        yield f"{at:04x}  {row.hex(' '):<{width * 3}} {''.join(chr(c) if 32 <= c < 127 else '.' for c in row)}"


print(hex(crc16(b"123456789")), hex(crc16(data)), hex(adler(b"Wikipedia")), adler(data))
runs = b"aaaabbbc" + b"\0" * 600
print(run_lengths(runs)[:10], len(run_lengths(runs)), expand(run_lengths(runs)) == runs)
print(base64(b""), base64(b"a"), base64(b"ab"), base64(b"abc"), base64("grün €".encode()), len(base64(data)))
print("\n".join(dump(data[60:110])))
record = bytearray()
for name, value in (("duck", 1), ("goose", -2), ("süß", 2 ** 40)):
    encoded = name.encode()
    record += len(encoded).to_bytes(1, "big") + encoded + value.to_bytes(8, "little", signed=True)
view, fields = bytes(record), []
while view:
    n = view[0]
    fields.append((view[1:1 + n].decode(), int.from_bytes(view[1 + n:9 + n], "little", signed=True)))
    view = view[9 + n:]
print(fields, len(record))
key = b"secret"
cipher = bytes(c ^ key[i % len(key)] for i, c in enumerate(b"attack at dawn"))
print(cipher, bytes(c ^ key[i % len(key)] for i, c in enumerate(cipher)))
bits = "".join(f"{byte:08b}" for byte in b"duck")
print(bits, bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)), sum(bits.count("1") for _ in range(1)), bytes(int(f"{b:08b}"[::-1], 2) for b in b"\x01\x02\x80"))
counts = [0] * 256
for byte in data:
    counts[byte] += 1
print(max(counts), counts.index(max(counts)), sum(counts) == len(data), bytes(sorted(b"mississippi")), bytes(set(b"aab")) in (b"ab", b"ba"), min(data), max(data))
lines = b"GET / HTTP/1.1\r\nHost: pond\r\nX-Duck: quack\r\n\r\nbody\r\n"
head, _, body = lines.partition(b"\r\n\r\n")
first, *headers = head.split(b"\r\n")
print(first.split(), dict(h.split(b": ", 1) for h in headers), body, [p.title() for p in (b"x-duck",)], b"%s %d" % (b"code", 200))
