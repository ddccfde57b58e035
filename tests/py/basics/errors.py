# try, except, else, finally, raise, with.
def risky(n):
    try:
        if n == 0:
            raise ValueError("zero")
        result = 10 // (n - 1)
    except ZeroDivisionError:
        return "division"
    except ValueError as error:
        return f"value: {error}"
    else:
        return result
    finally:
        print("finally", n)


for n in range(4):
    print(risky(n))
for action in (lambda: [][0], lambda: {}["k"], lambda: int("x"), lambda: None.x, lambda: 1 + "a", lambda: undefined):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)


class Door:
    def __enter__(self):
        print("open")
        return self

    def __exit__(self, kind, value, traceback):
        print("closed", kind)


with Door():
    print("inside")
try:
    with Door():
        raise KeyError("x")
except KeyError as error:
    print("caught", error)
