# raise and except in all forms: classes, instances, tuples, order of clauses, else, finally, re-raise, what is refused.
def show(f):
    try:
        print(repr(f()))
    except BaseException as error:
        print(type(error).__name__ + ":", error)


def attempt(what):
    trail = []
    try:
        trail.append("try")
        if what is not None:
            raise what
        trail.append("no raise")
    except ZeroDivisionError:
        trail.append("zero")
    except (KeyError, IndexError) as error:
        trail.append(("lookup", type(error).__name__, error.args))
    except LookupError:
        trail.append("other lookup")
    except Exception as error:
        trail.append(("exception", type(error).__name__, str(error)))
    except BaseException as error:
        trail.append(("base", type(error).__name__))
    except:
        trail.append("never")
    else:
        trail.append("else")
    finally:
        trail.append("finally")
    return trail


class Custom(Exception):
    pass


class CustomLookup(LookupError):
    pass


for what in (None, ZeroDivisionError, ZeroDivisionError("z"), KeyError("k"), IndexError, CustomLookup, Custom("c", 1), ValueError, KeyboardInterrupt, SystemExit(3), GeneratorExit, BaseException("b"), Custom(), StopIteration(5)):
    print(attempt(what))
def raising(what):
    raise what


for what in (5, "text", int, object, None, [], lambda: 1, Exception, Exception("e"), type("NotException", (), {})):
    show(lambda: raising(what))


class NeedsArgument(Exception):
    def __init__(self, a):
        super().__init__(a)


class NewReturnsOther(Exception):
    def __new__(cls):
        return 5


class InitRaises(Exception):
    def __init__(self):
        raise LookupError("in init")


show(lambda: raising(NeedsArgument))
show(lambda: raising(NewReturnsOther))
show(lambda: raising(InitRaises))


def reraise():
    try:
        raise ValueError("first")
    except ValueError:
        raise


def reraise_named():
    try:
        raise ValueError("named")
    except ValueError as error:
        error.extra = 1
        raise error


def bare_raise():
    raise


show(reraise)
show(reraise_named)
show(bare_raise)


def dynamic(classes):
    try:
        raise KeyError("dynamic")
    except classes:
        return "caught"


for classes in (KeyError, (ValueError, KeyError), ((ValueError,), KeyError), (), Exception, 5, "KeyError", (KeyError, 5), (5, KeyError), None, [KeyError], int):
    show(lambda: dynamic(classes))


def not_evaluated():
    def boom():
        raise RuntimeError("evaluated")
    try:
        return "fine"
    except boom():
        pass


def evaluated():
    def classes():
        raise RuntimeError("evaluated")
    try:
        1 / 0
    except classes():
        pass


show(not_evaluated)
show(evaluated)


def name_is_deleted():
    try:
        raise ValueError("x")
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as error:
        return str(error)


def name_deleted_inside():
    try:
        raise ValueError
    except ValueError as e:
        del e
    return "deleted twice is fine"


def name_rebound():
    try:
        raise ValueError
    except ValueError as e:
        e = 5
    return "e" in locals()


print(name_is_deleted(), name_deleted_inside(), name_rebound())


def nested(depth):
    try:
        if depth == 0:
            raise ValueError("bottom")
        nested(depth - 1)
    except ValueError:
        if depth == 3:
            return f"caught at {depth}"
        raise
    return "returned"


print(nested(5))


def in_loop():
    trail = []
    for i in range(6):
        try:
            if i == 1:
                continue
            if i == 4:
                break
            if i % 2:
                raise KeyError(i)
            trail.append(i)
        except KeyError as error:
            trail.append(("caught", error.args[0]))
            continue
        finally:
            trail.append(("f", i))
    else:
        trail.append("else")
    return trail


print(in_loop())


class Meta(type):
    def __instancecheck__(cls, instance):
        return True

    def __subclasscheck__(cls, sub):
        return True


class Everything(Exception, metaclass=Meta):
    pass


try:
    try:
        raise ValueError("except does not ask __subclasscheck__")
    except Everything:
        print("caught by metaclass")
except ValueError as error:
    print(error)
print(isinstance(ValueError(), (KeyError, Exception)), issubclass(KeyError, LookupError), ValueError("a", 1).args, ValueError().args, str(ValueError()), str(ValueError("one")), str(ValueError("a", 2)), repr(ValueError("a", 2)), repr(ValueError()), repr(KeyError("k")), str(KeyError("k")), str(KeyError()), str(KeyError(1, 2)), repr(Custom("q")))
import sys
try:
    1 / 0
except ZeroDivisionError as error:
    kind, value, tb = sys.exc_info()
    print(kind is ZeroDivisionError, value is error, tb is error.__traceback__, sys.exception() is error)
    try:
        [][1]
    except IndexError as inner:
        print(sys.exception() is inner)
    print(sys.exception() is error)
print(sys.exc_info(), sys.exception())
