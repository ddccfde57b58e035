"""An operating system's kernel in small: tasks of several kinds pass packets through queues (in the style of Richards)."""

SIZE, QUICK = 65000, 50

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
KIND_DEVICE, KIND_WORK = 0, 1
PACKET_SIZE = 4


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.datum = 0
        self.data = [0] * PACKET_SIZE

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    """One task: a record of flags, an input queue, and run_once, which returns the next task to look at."""

    def __init__(self, kernel, number, priority, queue):
        self.kernel = kernel
        self.number = number
        self.priority = priority
        self.queue = queue
        self.waiting = queue is None
        self.held = False
        self.link = kernel.first
        kernel.first = self
        kernel.tasks[number] = self

    def is_blocked(self):
        return self.held or (self.waiting and self.queue is None)

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
        return packet

    def give(self, packet, sender):
        if self.queue is None:
            self.queue = packet
            packet.link = None
            self.waiting = False
            if self.priority > sender.priority:
                return self
        else:
            packet.append_to(self.queue)
        return sender

    def wait(self):
        self.waiting = True
        return self

    def run_once(self):
        raise NotImplementedError


class IdleTask(Task):
    def __init__(self, kernel, number, count):
        super().__init__(kernel, number, 0, None)
        self.waiting = False
        self.count = count
        self.seed = 1

    def run_once(self):
        self.count -= 1
        if self.count == 0:
            return self.kernel.hold(self)
        if self.seed & 1 == 0:
            self.seed //= 2
            return self.kernel.release(DEVICE_A)
        self.seed = (self.seed // 2) ^ 0xD008
        return self.kernel.release(DEVICE_B)


class WorkTask(Task):
    def __init__(self, kernel, number, priority, queue):
        super().__init__(kernel, number, priority, queue)
        self.target = HANDLER_A
        self.letter = 0

    def run_once(self):
        packet = self.take()
        if packet is None:
            return self.wait()
        self.target = HANDLER_B if self.target == HANDLER_A else HANDLER_A
        packet.owner = self.target
        packet.datum = 0
        for i in range(PACKET_SIZE):
            self.letter += 1
            if self.letter > 26:
                self.letter = 1
            packet.data[i] = 64 + self.letter
        return self.kernel.send(packet, self)


class HandlerTask(Task):
    def __init__(self, kernel, number, priority, queue):
        super().__init__(kernel, number, priority, queue)
        self.work = None
        self.devices = None

    def run_once(self):
        packet = self.take()
        if packet is not None:
            if packet.kind == KIND_WORK:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is not None:
            count = work.datum
            if count >= PACKET_SIZE:
                self.work = work.link
                return self.kernel.send(work, self)
            if self.devices is not None:
                device = self.devices
                self.devices = device.link
                device.datum = work.data[count]
                work.datum = count + 1
                return self.kernel.send(device, self)
        if self.queue is not None:
            return self
        return self.wait()


class DeviceTask(Task):
    def __init__(self, kernel, number, priority):
        super().__init__(kernel, number, priority, None)
        self.pending = None

    def run_once(self):
        packet = self.take()
        if packet is not None:
            self.pending = packet
            return self.kernel.hold(self)
        packet = self.pending
        if packet is None:
            return self.wait()
        self.pending = None
        return self.kernel.send(packet, self)


class Kernel:
    def __init__(self):
        self.first = None
        self.tasks = [None] * 6
        self.sent = 0
        self.holds = 0

    def send(self, packet, sender):
        self.sent += 1
        target = self.tasks[packet.owner]
        packet.owner = sender.number
        return target.give(packet, sender)

    def hold(self, task):
        self.holds += 1
        task.held = True
        return task.link

    def release(self, number):
        task = self.tasks[number]
        task.held = False
        return task

    def schedule(self):
        task = self.first
        while task is not None:
            if task.is_blocked():
                task = task.link
            else:
                if task.queue is not None:
                    task.waiting = False
                task = task.run_once()


def device_packets(owner):
    queue = None
    for _ in range(3):
        queue = Packet(queue, owner, KIND_DEVICE)
    return queue


def run(n):
    kernel = Kernel()
    IdleTask(kernel, IDLE, n)
    WorkTask(kernel, WORKER, 1000, Packet(Packet(None, HANDLER_A, KIND_WORK), HANDLER_A, KIND_WORK))
    HandlerTask(kernel, HANDLER_A, 2000, device_packets(DEVICE_A))
    HandlerTask(kernel, HANDLER_B, 3000, device_packets(DEVICE_B))
    DeviceTask(kernel, DEVICE_A, 4000)
    DeviceTask(kernel, DEVICE_B, 5000)
    # Devices wait for interrupts from the idle task; each iteration of it frees one of them.
    kernel.schedule()
    return f"sent {kernel.sent} held {kernel.holds}"


if __name__ == "__main__":
    print(run(SIZE))
