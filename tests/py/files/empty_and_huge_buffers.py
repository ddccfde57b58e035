# Buffers of no bytes, and of more than there can be.
import io
import sys


class Empty(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, into):
        return 0


for make in (io.BufferedReader, io.BufferedWriter, io.BufferedRandom):
    for size in (sys.maxsize, sys.maxsize - 1, 1 << 62):
        try:
            print(make(io.BytesIO(), size))
        except (MemoryError, OverflowError, ValueError) as e:
            print(type(e).__name__, e)
f = io.BufferedReader(Empty())
print(f.readinto(bytearray()), f.readinto1(bytearray()), f.readinto(bytearray(3)), f.readinto1(bytearray(2)), f.read(), f.read1())
print(io.BufferedIOBase.readinto(io.BytesIO(b""), bytearray()), io.BufferedIOBase.readinto1(io.BytesIO(b"ab"), bytearray(0)))
for text in "", "a", "\r", "é\r\n":
    w = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    print(ascii([w.read(1), w.read(0), w.readline(), w.read(), w.read(), w.tell()]))


class Drops(io.RawIOBase):
    """Gives a byte at a time."""

    def __init__(self, data):
        self.data = data

    def readable(self):
        return True

    def readinto(self, into):
        n = min(1, len(self.data), len(into))
        into[:n], self.data = self.data[:n], self.data[n:]
        return n


drops = io.TextIOWrapper(io.BufferedReader(Drops("é€a".encode()), 1), encoding="utf-8")
print(ascii([drops.read(1), drops.read(1), drops.read(), drops.read()]))
