# Who takes OSError's arguments: __new__, or the __init__ that a subclass has and __new__ that it has not.
class OwnInit(OSError):
    def __init__(self, bar):
        self.bar = bar


class CallsInit(OSError):
    def __init__(self, *args, extra=None):
        super().__init__(*args)
        self.extra = extra


class OwnNew(OSError):
    def __new__(cls, message, baz):
        self = super().__new__(cls, message)
        self.baz = baz
        return self


for error in (OwnInit("x"), CallsInit(2, "no", "file", extra=1), OwnNew("message", baz="baz"), OSError(2, "no", "file")):
    print(type(error).__name__, error.args, error.errno, error.filename, str(error))
try:
    OSError(2, "no", extra=1)
except TypeError as error:
    print(error)

error = BlockingIOError(11, "later", 3)
print(error.args, error.filename, error.characters_written)
del error.characters_written
try:
    error.characters_written
except AttributeError as missing:
    print(missing)
error.characters_written = 5
print(error.characters_written)

# except* raises what its clauses raise as a group, also when it is one exception.
try:
    try:
        raise ExceptionGroup("eg", [TypeError(1), ValueError(2)])
    except* (TypeError, ValueError):
        raise SyntaxError(3)
except BaseException as group:
    print(repr(group), repr(group.exceptions[0].__context__))
print(ExceptionGroup[int], BaseExceptionGroup[int])

try:
    raise ValueError
except ValueError as caught:
    print(dir(caught.__traceback__))
