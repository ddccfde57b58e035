# Decorators at work: timing without clocks, retry, registration, memoisation, validation, class decorators, stacked, with state.
import functools

log = []


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        log.append((function.__name__, args, tuple(sorted(kwargs.items()))))
        return function(*args, **kwargs)
    return wrapper


def retry(times, errors=Exception):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for attempt in range(1, times + 1):
                try:
                    return function(*args, **kwargs)
                except errors as error:
                    log.append(f"attempt {attempt}: {error}")
            raise RuntimeError(f"{function.__name__} failed {times} times")
        return wrapper
    return decorate


class CountCalls:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function, self.calls = function, 0

    def __call__(self, *args):
        self.calls += 1
        return self.function(*args)

    def __get__(self, instance, owner):
        return functools.partial(self, instance) if instance is not None else self


REGISTRY = {}


def register(name=None):
    def decorate(thing):
        REGISTRY[name or thing.__name__] = thing
        return thing
    return decorate


def typed(**types):
    def decorate(function):
        names = function.__code__.co_varnames[:function.__code__.co_argcount]

        @functools.wraps(function)
        def wrapper(*args):
            for name, value in zip(names, args):
                if name in types and not isinstance(value, types[name]):
                    raise TypeError(f"{name} must be {types[name].__name__}, not {type(value).__name__}")
            return function(*args)
        return wrapper
    return decorate


def add_repr(cls):
    cls.__repr__ = lambda self: f"<{cls.__name__} {self.__dict__}>"
    return cls


@register()
@logged
def add(a, b=1):
    "adds"
    return a + b


state = {"n": 0}


@register("flaky")
@retry(3, errors=(ValueError, KeyError))
def sometimes(limit):
    state["n"] += 1
    if state["n"] < limit:
        raise ValueError(state["n"])
    return "done"


@CountCalls
def counted(x):
    return x * 2


@register()
@add_repr
class Thing:
    def __init__(self, v):
        self.v = v

    @CountCalls
    def method(self, x):
        return self.v + x

    @staticmethod
    @logged
    def static(x):
        return x

    @classmethod
    @logged
    def make(cls, v):
        return cls(v)

    @property
    @logged
    def prop(self):
        return self.v * 100


@typed(a=int, b=str)
def repeat(a, b, c):
    return b * a, c


print(add(1), add(1, b=5), add.__name__, add.__doc__, log)
log.clear()
print(sometimes(3), log)
state["n"] = -10
try:
    sometimes(3)
except RuntimeError as error:
    print(error, len(log))
print(counted(4), counted(5), counted.calls, counted.__name__)
t = Thing(7)
print(t, t.method(1), Thing(1).method(2), Thing.__dict__["method"].calls, Thing.static(5), Thing.make(3), t.prop)
print(repeat(2, "ab", None), sorted(REGISTRY), REGISTRY["Thing"] is Thing)
for args in (("x", "y", 1), (1, 2, 3)):
    try:
        repeat(*args)
    except TypeError as error:
        print(error)


def singleton(cls):
    instances = {}

    @functools.wraps(cls, updated=())
    def get(*args, **kwargs):
        if cls not in instances:
            instances[cls] = cls(*args, **kwargs)
        return instances[cls]
    return get


@singleton
class Config:
    def __init__(self, value):
        self.value = value


print(Config(1) is Config(2), Config(3).value, Config.__name__)


def pipeline(*stages):
    return functools.reduce(lambda f, g: lambda x: g(f(x)), stages)


print(pipeline(str.strip, str.title, lambda s: s + "!")("  a duck "), [f(3) for f in map(lambda n: lambda x: x ** n, range(4))])
