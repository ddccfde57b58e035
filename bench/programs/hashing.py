"""Integer hashes with 32 and 64 bit masks: FNV, a multiply-xor-shift mixer, CRC by table, a xorshift generator, Adler."""

SIZE, QUICK = 220000, 200

MASK32 = 0xFFFFFFFF
MASK64 = 0xFFFFFFFFFFFFFFFF


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & MASK64
    return value


def mix32(value):
    value ^= value >> 16
    value = (value * 0x85EBCA6B) & MASK32
    value ^= value >> 13
    value = (value * 0xC2B2AE35) & MASK32
    return value ^ (value >> 16)


def make_crc_table():
    table = []
    for i in range(256):
        for _ in range(8):
            i = (i >> 1) ^ 0xEDB88320 if i & 1 else i >> 1
        table.append(i)
    return table


CRC_TABLE = make_crc_table()


def crc32(data):
    value = MASK32
    table = CRC_TABLE
    for byte in data:
        value = (value >> 8) ^ table[(value ^ byte) & 0xFF]
    return value ^ MASK32


def xorshift64(state, count):
    for _ in range(count):
        state ^= (state << 13) & MASK64
        state ^= state >> 7
        state ^= (state << 17) & MASK64
        yield state


def adler(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def rotate_left(value, count):
    return ((value << count) | (value >> (32 - count))) & MASK32


def run(n):
    data = bytearray()
    total = 0
    for value in xorshift64(88172645463325252, n):
        data.append(value & 0xFF)
        total = (total + rotate_left(mix32(value & MASK32), value % 31 + 1)) & MASK64
    return f"{fnv1a(data):016x} {crc32(data):08x} {adler(bytes(data)):08x} {total:x}"


if __name__ == "__main__":
    print(run(SIZE))
