# Invariant: each thread has its own current exception, context chain and traceback; errors travel to whoever joins.
# Forbidden: another thread's exception in sys.exc_info, a mixed chain.
import sys
from _scale import THREADS, run


class Failed(Exception):
    def __init__(self, index, step):
        super().__init__(f"thread {index} step {step}")
        self.index, self.step = index, step


def step(index, n):
    if n == 0:
        raise Failed(index, n)
    try:
        step(index, n - 1)
    except Failed as error:
        assert sys.exc_info()[1] is error and error.index == index
        raise Failed(index, n) from error


def work(index):
    chains = []
    for i in range(100):
        assert sys.exc_info() == (None, None, None)
        try:
            step(index, i % 7)
        except Failed as error:
            length = 0
            while error is not None:
                assert error.index == index
                error, length = error.__cause__, length + 1
            chains.append(length)
        try:
            {}[index, i]
        except KeyError as error:
            assert error.args == ((index, i),)
            try:
                [][i]
            except IndexError as inner:
                assert inner.__context__ is error
            assert sys.exc_info()[1] is error
        for f in (lambda: 1 / 0, lambda: int("x"), lambda: None.attribute, lambda: undefined):
            try:
                f()
            except (ZeroDivisionError, ValueError, AttributeError, NameError):
                continue
            raise AssertionError
    return sum(chains), len(chains)


print(run(THREADS, work))


def fails(index):
    if index % 2:
        raise Failed(index, -1)
    return index


try:
    run(1, lambda index: fails(7))
except Failed as error:
    print("arrived in main:", error, error.index, error.__traceback__ is not None)


def finally_order(index):
    log = []
    for i in range(50):
        try:
            try:
                log.append("try")
                if i % 2:
                    raise ValueError(i)
            finally:
                log.append("finally")
        except ValueError:
            log.append("except")
    return len(log)


print(run(THREADS, finally_order))
