# What was used and dropped is gone after gc.collect(), whatever was called with it: no word of an earlier call keeps it. Each function
# runs once, so that it is interpreted: compiled code keeps what it likes (docs/differences.md).
# Not under sanitizers: asan gives each C++ variable a place of its own, and words of earlier calls stay between them.
import gc
import weakref


class Node:
    def __init__(self):
        self.me = self


def yields_twice(x):
    yield x
    yield x


def resumed_generator():
    node = Node()
    ref = weakref.ref(node)
    it = yields_twice(node)
    next(it)
    del it, node
    gc.collect()
    return ref()


def called_back():
    node = Node()
    ref = weakref.ref(node)
    sorted([node], key=id)
    list(map(id, [node]))
    getattr(node, "me")
    del node
    gc.collect()
    return ref()


def raised():
    node = Node()
    ref = weakref.ref(node)
    try:
        raise ValueError(node)
    except ValueError:
        pass
    f"{node}"
    del node
    gc.collect()
    return ref()


def left_of_a_weak_set():
    nodes = weakref.WeakSet(Node() for _ in range(20))
    it = iter(nodes)
    next(it)
    gc.collect()
    del it
    gc.collect()
    return len(nodes)


print(resumed_generator())
print(called_back())
print(raised())
print(left_of_a_weak_set())
