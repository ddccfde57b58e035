# Invariant: arrays, hashes, compressors, JSON, CSV, XML parsers and struct objects shared by threads keep their own state whole: no lost or torn item,
# no crash. May vary: the order in which threads' contributions come. An XML parser that another thread is using says RuntimeError.
import array, binascii, csv, hashlib, io, json, struct, sys, threading, zlib

ROUNDS = 300
numbers = array.array("q")
cells = array.array("d", [0.0] * 64)
sums = hashlib.sha256()
small = hashlib.blake2b()
packer = struct.Struct("<qd")
buffer = bytearray(packer.size * 16)
reader = csv.reader([f"{i},{i}" for i in range(10000)])
rows = [0] * 4
text = json.dumps([{"k": i, "v": [1.5, None, "é" * 3]} for i in range(50)])
wrong = []


def work(me):
    for i in range(ROUNDS):
        numbers.append(me * ROUNDS + i)
        cells[i % 64] = float(me)
        if cells[(i * 7) % 64] not in (0.0, 1.0, 2.0, 3.0): wrong.append("torn double")
        sums.update(b"x" * 4096); small.update(b"y" * 4096)
        sums.copy().hexdigest()
        packer.pack_into(buffer, packer.size * (i % 16), me, float(me))
        a, b = packer.unpack_from(buffer, packer.size * ((i * 5) % 16))
        if a != b: wrong.append("torn record")
        if json.loads(text)[7]["k"] != 7 or json.dumps(json.loads(text)) != text: wrong.append("json")
        row = next(reader)
        if len(row) != 2 or row[0] != row[1]: wrong.append("row")
        rows[me] += 1
        if zlib.decompress(zlib.compress(text.encode())) != text.encode(): wrong.append("zlib")
        if i % 50 == 0: numbers.extend(array.array("q")); memoryview(cells).release(); numbers[:0] = array.array("q")
        if binascii.unhexlify(binascii.hexlify(buffer[:8]))[:0] != b"": wrong.append("hex")


threads = [threading.Thread(target=work, args=(me,)) for me in range(4)]
for t in threads: t.start()
for t in threads: t.join()
assert not wrong, sorted(set(wrong))
assert sorted(numbers) == list(range(4 * ROUNDS)), len(numbers)
assert sums.hexdigest() == hashlib.sha256(b"x" * 4096 * 4 * ROUNDS).hexdigest()
assert small.hexdigest() == hashlib.blake2b(b"y" * 4096 * 4 * ROUNDS).hexdigest()
assert sum(rows) == 4 * ROUNDS
