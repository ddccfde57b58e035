# A child of a fork can change classes, whatever the parent's threads were doing to them at that moment.
import os
import threading


class Base:
    value = 0


class Derived(Base):
    pass


stop = False
rounds = [0, 0, 0]


def change(index):
    while not stop:
        Base.value = Base.value + 1
        setattr(Derived, "name%d" % index, index)
        rounds[index] += 1


def in_child():
    Base.value = -5
    ok = Derived.value == -5 and Derived().value == -5
    Derived.__bases__ = (Base,)

    class Third(Derived):
        def __len__(self):
            return 3
    Third.__len__ = lambda self: 4
    return ok and len(Third()) == 4


threads = [threading.Thread(target=change, args=(i,)) for i in range(3)]
for thread in threads:
    thread.start()
failed = 0
for _ in range(15):
    wanted = sum(rounds) + 20
    while sum(rounds) < wanted:
        pass
    pid = os.fork()
    if pid == 0:
        os._exit(0 if in_child() else 1)
    failed += os.waitpid(pid, 0)[1] != 0
stop = True
for thread in threads:
    thread.join()
print("failed", failed)
