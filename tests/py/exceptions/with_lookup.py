"""How `with` finds __enter__ and __exit__: on the class, by descriptors, anew each time, natively too."""
import threading


class Plain:
    def __init__(self, name):
        self.name = name
        self.__enter__ = lambda: print("never: the instance is not asked")
        self.__exit__ = self.__enter__

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, exc, trace):
        print("exit", self.name, kind and kind.__name__, exc, trace is not None)
        return self.name == "swallows"


class Static:
    @staticmethod
    def __enter__():
        print("static enter")

    @classmethod
    def __exit__(cls, *args):
        print("class exit", cls.__name__, [a and type(a).__name__ for a in args])


class Slot:
    """Neither is a method: what the descriptors give is called."""
    @property
    def __enter__(self):
        return lambda: "from a property"

    @property
    def __exit__(self):
        return lambda *args: print("property's exit", [a and type(a).__name__ for a in args])


class OnlyEnter:
    __enter__ = Plain.__enter__


class OnlyExit:
    __exit__ = Plain.__exit__


class Neither:
    pass


def attempt(manager, boom=False):
    try:
        with manager as value:
            print("inside", value)
            if boom:
                raise ValueError("boom")
    except Exception as e:
        print(type(e).__name__, e)


for round in range(40):  # often enough to be specialised
    if round in (0, 39):
        attempt(Plain(f"a{round}"))
        attempt(Plain("swallows"), True)
        attempt(Plain("passes on"), True)

        for manager in (Static(), Slot(), OnlyEnter(), OnlyExit(), Neither(), 5, None):
            attempt(manager)
            attempt(manager, True)


def leaves(how):
    for i in range(3):
        with Plain(f"loop {i}") as a, Plain(f"inner {i}"):
            if how == "return":
                return a
            if how == "break":
                break
            if how == "continue":
                continue
            print("end of body")
    return how


for how in ("return", "break", "continue", "fall through"):
    print(leaves(how))


def swapped(n):
    """The class changes while the code that uses it is hot."""
    class Changing:
        def __enter__(self):
            return 1

        def __exit__(self, *args):
            log.append("first")

    log = []
    for i in range(n):
        if i == n // 2:
            Changing.__exit__ = lambda self, *args: log.append("second")
        if i == n - 2:
            Changing.__enter__ = classmethod(lambda cls: cls.__name__)
        with Changing() as value:
            pass
    del Changing.__exit__
    try:
        with Changing():
            print("not reached")
    except TypeError as e:
        print(e)
    return log.count("first"), log.count("second"), value


print(swapped(1000))

lock = threading.Lock()
for i in range(100):
    with lock as got:
        assert got is True and lock.locked()
    assert not lock.locked()
lock.acquire()
print(lock.__exit__(), lock.locked())
lock.acquire()
print(lock.__exit__(1, 2, 3, 4, 5), lock.locked())
for call in (lambda: lock.__exit__(a=1), lambda: type(lock).__exit__(), lambda: type(lock).__exit__(5), lambda: lock.__exit__()):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)


async def asynchronous():
    class Async:
        async def __aenter__(self):
            return "async value"

        async def __aexit__(self, kind, exc, trace):
            print("aexit", kind and kind.__name__)
            return kind is KeyError

    async with Async() as value:
        print(value)
    async with Async():
        raise KeyError(1)
    for wrong in (Plain("sync"), 7):
        try:
            async with wrong:
                pass
        except TypeError as e:
            print(e)
    for _ in range(2):
        async with Async() as a, Async():
            return a


try:
    asynchronous().send(None)
except StopIteration as stop:
    print("returned", stop.value)
