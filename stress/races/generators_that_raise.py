# Invariant: generators shared by threads that loop over them, send to them, throw into them and close them: values come once and in
#   order, an exception thrown arrives once, a thread that meets a generator running gets ValueError, an ended one stays ended.
# May vary: who gets what.  Forbidden: a value twice, an exception lost or doubled, a crash.
import threading
from _stress import race


class Thrown(Exception):
    pass


class Made:
    """A generator, and what became of it."""

    def __init__(self, how):
        self.lock = threading.Lock()
        self.closed = 0
        self.caught = []
        self.given = []
        self.generator = how(self)


def plain(made):
    try:
        for i in range(400):
            try:
                yield i
            except Thrown as error:
                made.caught.append(error)
        raise KeyError("over")
    finally:
        made.closed += 1


def delegating(made):
    result = yield from plain(made)
    assert False, result


def answering(made):
    total = 0
    try:
        for i in range(400):
            try:
                got = yield i
                if got is not None:
                    total += got
            except Thrown as error:
                made.caught.append(error)
        raise KeyError("over")
    finally:
        made.closed += 1


kinds = plain, delegating, answering
current = [Made(how) for how in kinds]
thrown_in = {}


def next_of(place):
    """The generator of a place; a fresh one when the old one ended, which is checked."""
    made = current[place]
    frame = made.generator.gi_frame
    if frame is None:
        if current[place] is made:
            with made.lock:
                if current[place] is made:
                    values = sorted(made.given)
                    assert len(set(values)) == len(values), values
                    assert made.closed <= 1, made.closed
                    assert len(set(map(id, made.caught))) == len(made.caught)
                    assert list(made.generator) == []
                    current[place] = Made(kinds[place])
    return made


def loops(rng, index):
    made = next_of(rng.below(3))
    mine = []
    try:
        for value in made.generator:
            mine.append(value)
            if len(mine) == 20:
                break
    except ValueError as error:
        assert str(error) == "generator already executing"
    except KeyError as error:
        assert error.args == ("over",)
    assert mine == sorted(mine)
    with made.lock:
        made.given += mine


def sends(rng, index):
    made = next_of(2)
    mine = []
    for i in range(20):
        try:
            mine.append(made.generator.send(None if i == 0 else i))
        except (ValueError, StopIteration, TypeError):
            pass
        except KeyError as error:
            assert error.args == ("over",)
    with made.lock:
        made.given += mine


def throws(rng, index):
    made = next_of(rng.below(3))
    mine, error = [], Thrown(index)
    try:
        mine.append(made.generator.throw(error))
        assert error in made.caught
    except (ValueError, StopIteration):
        pass
    except Thrown as found:
        assert found is error and error not in made.caught
    except KeyError as found:
        assert found.args == ("over",)
    with made.lock:
        made.given += mine


def closes(rng, index):
    loops(rng, index)
    made = current[rng.below(3)]
    if rng.below(8) == 0:
        try:
            made.generator.close()
        except ValueError as error:
            assert str(error) == "generator already executing"


race(loops, sends, throws, closes, loops)
