# Invariant: what one thread changes in a class, another sees after it is told so (a join, a lock, an event): methods, attributes,
# bases, properties, module globals.  Forbidden: the old behaviour after that.
import threading
from _scale import SCALE, run


class Duck:
    sound = "quack"

    def speak(self):
        return self.sound


class Rubber(Duck):
    pass


duck = Rubber()
results = []


def observe(index=None):
    value = None
    for _ in range(300):
        value = duck.speak()
    return value


def in_thread(change):
    thread = threading.Thread(target=change)
    thread.start()
    thread.join()
    results.append(observe())
    results.extend(run(2, observe))


def change(**attributes):
    for name, value in attributes.items():
        setattr(Duck, name, value)


print(run(3, observe))
in_thread(lambda: change(sound="honk"))
in_thread(lambda: setattr(Rubber, "sound", "squeak"))
in_thread(lambda: setattr(Duck, "speak", lambda self: f"<{self.sound}>"))
in_thread(lambda: setattr(duck, "sound", "own"))
in_thread(lambda: delattr(duck, "sound"))
in_thread(lambda: delattr(Rubber, "sound"))
in_thread(lambda: setattr(Rubber, "__bases__", (type("Goose", (), {"speak": lambda self: "hiss"}),)))
in_thread(lambda: setattr(Rubber, "speak", property(lambda self: lambda: "from property")))
in_thread(lambda: setattr(Rubber, "__getattribute__", lambda self, name: lambda: "everything"))
in_thread(lambda: delattr(Rubber, "__getattribute__"))
for i in range(0, len(results), 3):
    print(results[i:i + 3])


class Version:
    number = 0

    def get(self):
        return 0


ping, pong = threading.Semaphore(0), threading.Semaphore(0)
thing, mismatches = Version(), []
ROUNDS = 150 * SCALE


def changer():
    for n in range(1, ROUNDS):
        Version.get = lambda self, n=n: n
        Version.number = n
        ping.release()
        pong.acquire()


def checker():
    for n in range(1, ROUNDS):
        ping.acquire()
        if thing.get() != n or thing.number != n:
            mismatches.append((n, thing.get(), thing.number))
        pong.release()


limit = 0


def loops_until(value):
    while limit != value:
        pass
    return value


threads = [threading.Thread(target=f) for f in (changer, checker)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(mismatches, thing.get() == ROUNDS - 1)
waiter = threading.Thread(target=lambda: results.append(loops_until(5)))
waiter.start()
for limit in range(1, 6):
    pass
waiter.join()
print(results[-1])
