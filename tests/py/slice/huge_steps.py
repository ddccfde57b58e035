# Steps up to the largest index: from the last item taken there is no next one.
import array
import io
from sys import maxsize

STEPS = [maxsize, -maxsize, maxsize - 1, -maxsize - 1, maxsize // 2, 1 << 70, -(1 << 70)]
MAKERS = [list, tuple, bytes, bytearray, lambda items: "".join(map(chr, items)), lambda items: "".join(chr(i + 300) for i in items),
          lambda items: array.array("i", items), lambda items: memoryview(bytes(items)).tolist(), lambda items: range(5)]
for make in MAKERS:
    for step in STEPS:
        made = make([1, 2, 3, 4, 5])
        print(made[1::step], made[::step], made[3:0:step], made[-1::step], end=" ")
    print()
for make in list, bytearray, lambda items: array.array("b", items):
    for step in STEPS:
        made = make([1, 2, 3, 4, 5])
        del made[1::step]
        made[1:2:step] = made[1:2:step]
        made[::step] = make([9])
        print(made, end=" ")
    print()
text = io.TextIOWrapper(io.BytesIO())
print(text.write(""), text.write(""), text.flush())
