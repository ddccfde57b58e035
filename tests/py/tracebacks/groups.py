# stderr: exception groups as trees
def fail(n):
    if n == 0:
        raise ValueError("zero")
    raise TypeError(f"number {n}")


def collect(numbers):
    errors = []
    for n in numbers:
        try:
            fail(n)
        except Exception as error:
            errors.append(error)
    return errors


try:
    raise ExceptionGroup("inner", collect([0, 1]))
except ExceptionGroup as group:
    inner = group
raise ExceptionGroup("outer", collect([2]) + [inner, OSError("not raised")])
