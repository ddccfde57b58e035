# Invariant: exceptions that many threads raise in the same hot functions, some of them one shared instance, arrive in the right handler
#   of the right frame; contexts, causes and `finally` are those of the own thread; with-statements swallow what they should.
# May vary: the shared instance's traceback and context.  Forbidden: another exception, a handler left out, a crash.
import sys
from _stress import race

shared = ValueError("shared")


class Own(Exception):
    def __init__(self, n):
        super().__init__(n)
        self.n = n


class Gate:
    """Shared by all threads: counts nothing, swallows by kind."""

    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return kind is not None and issubclass(kind, self.kind)


gates = [Gate(Own), Gate(ValueError), Gate(LookupError)]


def fails(i):
    if i % 5 == 0:
        raise shared
    if i % 7 == 0:
        raise Own(i)
    if i % 11 == 0:
        return {}[i]
    return i


def through(i):
    try:
        return fails(i)
    finally:
        counts[i & 3] = i


counts = [0] * 4


def handled(rng, index):
    found = [0, 0, 0, 0]
    for i in range(300):
        try:
            through(i)
            found[0] += 1
        except Own as error:
            assert error.n == i and error.__context__ is None
            found[1] += 1
        except ValueError as error:
            assert error is shared and sys.exc_info()[1] is error
            found[2] += 1
        except KeyError as error:
            assert error.args == (i,)
            found[3] += 1
        assert sys.exc_info()[0] is None
    assert found == [187, 34, 60, 19], found


def chained(rng, index):
    kept = None
    for i in range(150):
        try:
            try:
                fails(i)
            except ValueError as error:
                raise Own(i) from error
            except Own as error:
                raise KeyError(i, index)
        except Own as error:
            assert error.__cause__ is shared and error.n == i
        except KeyError as error:
            if i % 7 == 0:
                assert error.args == (i, index) and error.__context__.n == i
                kept = error
    assert kept.args == (147, index)
    entry, depth = kept.__traceback__, 0
    while entry is not None:
        assert entry.tb_frame.f_code is chained.__code__, entry.tb_frame
        entry, depth = entry.tb_next, depth + 1
    assert depth == 1


def gated(rng, index):
    passed = 0
    for i in range(210):
        with gates[0], gates[1] as gate, gates[2]:
            assert gate.kind is ValueError
            through(i)
            passed += 1
    assert passed == 130, passed


def reraised(rng, index):
    ended = 0
    for i in range(100):
        try:
            try:
                raise shared
            except ValueError as error:
                error.__traceback__ = None
                if i & 1:
                    raise
                raise error.with_traceback(None)
            finally:
                ended += 1
        except ValueError as error:
            assert error is shared
            error.__context__ = None
    assert ended == 100


race(handled, chained, gated, reraised, handled, gated)
