# What a function has let go of is dead to the gc.collect() that it calls, whatever was called with it before.
# Interpreted only: compiled code keeps values wherever it likes.
# RUN: %eider %s | diff -u %s.expected -
import gc
import weakref


class C:
    def method(self):
        return self


def after_call(f):
    thing = C()
    ref = weakref.ref(thing)
    f(1, 2, thing)
    del thing
    gc.collect()
    return ref() is None


def bound():
    thing = C()
    ref = weakref.WeakMethod(thing.method)
    thing.method().method()
    del thing
    gc.collect(generation=2)
    return ref() is None


print(after_call(lambda *args: None), after_call(lambda a, b, c: [a, b, c]))
print(bound())
