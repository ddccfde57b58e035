# What the frames of a call with a starred tuple hold when compiled code writes them: the first parameter lies where the tuple was.
import sys

LIMIT = 300
said = []


def show(value):
    return repr(value)


def note(*values):
    if len(said) < LIMIT:
        said.append(" ".join([show(value) for value in values]))


def error(e):
    if len(said) >= LIMIT:
        return
    if isinstance(e, (RecursionError, MemoryError)):
        said.append(type(e).__name__)
        return
    places, trace = [], e.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    if isinstance(e, UnboundLocalError):
        places[-1] = places[-1].split(":")[0]
    origin = e.__cause__ or e.__context__
    text = f"{type(e).__name__}: {e} [{' '.join(places)}]"
    said.append(text + (f" from {type(origin).__name__}: {origin}" if origin is not None else ""))


def frames(n):
    f = sys._getframe(1)
    note(sorted(f.f_locals.items(), key=str))
    return 1


def cut(n):
    return n if -1 < n < 1 else 1

class C0:

    def __init__(self, n, x=0.5):
        self.n = n

    def step(self, a=1, b=2):
        note(1, 1)
        return frames(2)

class C1(C0):
    pass

def f1(a=1, b=2):
    b = f2(1, b)

def f2(a=1, b=2):
    return cut(f3(a, 1) + C1(0.25, a).n)

def f3(a=1, b=2):
    b = f4(1, b)
    return b

def f4(a=1, b=2):
    b = f5(1, b)
    return b

def f5(a=1, b=2):
    b = f6(cut(1), b)
    return b

def f6(a=1, b=2):
    return cut(1)

def main():
    n0 = 4611686018427387746
    try:
        v1 = v0
    except Exception as e:
        error(e)
    o0 = C0
    for i1 in range(201):
        try:
            if d0:
                pass
        except Exception as e:
            error(e)
            o0.step(*(1, f1(b=i1, a=n0)))


main()
for line in said:
    print(line)
