# The handlers' protocol: PushExcInfo, matching, PopExcept on every way out; finally bodies are copied.
def f():
    try:
        a()
    except (A, B) as e:
        b(e)
        return 1
    except C:
        raise
    else:
        c()
    finally:
        d()

def g():
    for x in y:
        try:
            with m() as n, o:
                if x: continue
                return x
        finally:
            z()

def h():
    try:
        a()
    except* A as e:
        b()
    except* B:
        c()
