# Loops: conditions at the top, one backward jump, `else` skipped by `break`.
def f(xs):
    while xs and not done:
        xs.pop()
    for x, *rest in xs:
        if x is None:
            continue
        if x > 1 or rest:
            break
    else:
        return 0
    while True:
        if x: break
    while 0:
        never()
