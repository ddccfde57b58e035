# A simulation by events: a queue ordered by time, processes as generators, resources, statistics; a car wash and a lift.
import heapq
from itertools import count


class Simulation:
    def __init__(self):
        self.now = 0
        self.queue = []
        self.order = count()
        self.trace = []

    def at(self, delay, action, *args):
        if delay < 0:
            raise ValueError("the past cannot be changed")
        entry = [self.now + delay, next(self.order), action, args]
        heapq.heappush(self.queue, entry)
        return entry

    def cancel(self, entry):
        entry[2] = None

    def start(self, process):
        self.resume(process, None)
        return process

    def resume(self, process, value):
        try:
            wanted = process.send(value)
        except StopIteration as stop:
            self.log("ended", stop.value)
            return
        if isinstance(wanted, (int, float)):
            self.at(wanted, self.resume, process, None)
        elif isinstance(wanted, Resource):
            wanted.request(process)
        elif isinstance(wanted, Signal):
            wanted.waiting.append(process)
        else:
            process.throw(TypeError(f"cannot wait for {wanted!r}"))

    def log(self, *what):
        self.trace.append((self.now, *what))

    def run(self, until=float("inf")):
        while self.queue and self.queue[0][0] <= until:
            self.now, _, action, args = heapq.heappop(self.queue)
            if action is not None:
                action(*args)
        return self.now


class Resource:
    def __init__(self, simulation, capacity):
        self.simulation, self.free = simulation, capacity
        self.waiting, self.longest = [], 0

    def request(self, process):
        if self.free:
            self.free -= 1
            self.simulation.at(0, self.simulation.resume, process, "at once")
        else:
            self.waiting.append(process)
            self.longest = max(self.longest, len(self.waiting))

    def release(self):
        if self.waiting:
            self.simulation.at(0, self.simulation.resume, self.waiting.pop(0), "after waiting")
        else:
            self.free += 1


class Signal:
    def __init__(self, simulation):
        self.simulation, self.waiting = simulation, []

    def send(self, value):
        waiting, self.waiting = self.waiting, []
        for process in waiting:
            self.simulation.at(0, self.simulation.resume, process, value)
        return len(waiting)


def car(simulation, wash, name, times):
    arrived = simulation.now
    how = yield wash
    begun = simulation.now
    yield 5
    wash.release()
    times.append((name, arrived, begun - arrived, simulation.now, how))
    return name


def arrivals(simulation, wash, times):
    for i, gap in enumerate([0, 1, 1, 6, 0, 0, 10]):
        yield gap
        simulation.start(car(simulation, wash, f"car{i}", times))


s = Simulation()
wash, times = Resource(s, 2), []
s.start(arrivals(s, wash, times))
print(s.run(), wash.longest, wash.free)
for row in times:
    print(row)
print([entry for entry in s.trace if entry[1] == "ended"][:4])
s = Simulation()
order = []
for delay, name in ((3, "c"), (1, "a"), (2, "b"), (1, "a2"), (0, "now")):
    s.at(delay, order.append, name)
cancelled = s.at(2, order.append, "cancelled")
s.cancel(cancelled)
print(s.run(until=1), order, s.run(), order)
try:
    s.at(-1, print)
except ValueError as error:
    print(error)


def philosopher(simulation, signal, name, log):
    while True:
        message = yield signal
        log.append((simulation.now, name, message))
        if message == "stop":
            return name


s = Simulation()
bell, log = Signal(s), []
for name in ("x", "y"):
    s.start(philosopher(s, bell, name, log))
for t, message in ((1, "one"), (4, "two"), (9, "stop")):
    s.at(t, bell.send, message)
s.at(10, lambda: log.append(("left waiting", bell.send("too late"))))
print(s.run(), log)


def bad(simulation):
    try:
        yield "nonsense"
    except TypeError as error:
        simulation.log("caught", str(error))
        yield 1


s = Simulation()
s.start(bad(s))
print(s.trace)


class Lift:
    def __init__(self, simulation, floors):
        self.simulation, self.floor, self.floors = simulation, 0, floors
        self.calls, self.moved, self.stops = [], 0, []
        self.wake = Signal(simulation)

    def call(self, floor):
        if not 0 <= floor < self.floors:
            raise ValueError(f"no floor {floor}")
        self.calls.append(floor)
        self.wake.send(None)

    def run(self):
        direction = 1
        while True:
            while not self.calls:
                yield self.wake
            if not any((f - self.floor) * direction >= 0 for f in self.calls):
                direction = -direction
            if self.floor in self.calls:
                self.calls = [f for f in self.calls if f != self.floor]
                self.stops.append((self.simulation.now, self.floor))
                yield 2
            else:
                self.floor += direction
                self.moved += 1
                yield 1


s = Simulation()
lift = Lift(s, 10)
s.start(lift.run())
for t, floor in ((1, 5), (2, 3), (3, 8), (20, 0), (21, 9), (22, 9)):
    s.at(t, lift.call, floor)
print(s.run(), lift.stops, lift.moved, lift.floor)
s, total = Simulation(), []


def worker(simulation, n):
    for i in range(n):
        total.append(n)
        yield i % 3 + 1
    return n


for n in range(60):
    s.start(worker(s, n))
print(s.run(), len(total), sum(total))
