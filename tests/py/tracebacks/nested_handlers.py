# stderr: errors in except, finally, with and else parts; the last one is uncaught
class CM:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is ValueError:
            raise LookupError("exit refused")


def work(n):
    try:
        with CM():
            raise ValueError(n)
    finally:
        print("finally", n)


try:
    work(1)
except LookupError as error:
    print(type(error.__context__).__name__, error)
try:
    work(2)
except LookupError:
    {}.pop("another")
else:
    print("no")
