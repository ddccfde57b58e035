# Invariant: who sees the flag sees what was written before it: through attributes, lists, dicts, globals and closures.
# Forbidden: a new flag with old data, in any pair of places. Each place is read once: compiled code may use again what it has read.
from _stress import race


class Box:
    data = 0
    flag = 0


box, items, table = Box(), [0, 0], {"data": 0, "flag": 0}
global_data = global_flag = global_before_class = 0
cell_data = cell_flag = 0


def closure():
    data = flag = 0

    def write(n):
        nonlocal data, flag
        data = n
        flag = n

    def read():
        f = flag
        return f, data
    return write, read


write_cells, read_cells = closure()


def writer(n):
    global global_data, global_flag, global_before_class
    box.data = n
    box.flag = n
    items[0] = n
    items[1] = n
    table["data"] = n
    table["flag"] = n
    global_data = n
    global_flag = n
    write_cells(n)
    global_before_class = n
    Box.data = n
    Box.flag = n


def check():
    f = box.flag
    d = box.data
    assert d >= f, ("attributes", f, d)
    f = items[1]
    d = items[0]
    assert d >= f, ("list", f, d)
    f = table["flag"]
    d = table["data"]
    assert d >= f, ("dict", f, d)
    f = global_flag
    d = global_data
    assert d >= f, ("globals", f, d)
    f, d = read_cells()
    assert d >= f, ("cells", f, d)
    f = Box.flag
    d = Box.data
    assert d >= f, ("class attributes", f, d)
    d = global_before_class
    assert d >= f, ("class attribute after global", f, d)


count = 0


def worker(rng, index):
    global count
    if index == 0:
        count += 1
        writer(count)
    else:
        check()


race(worker)
