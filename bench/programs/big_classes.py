"""A processor in software: one class with many methods and attributes, dispatch through a table of bound methods, flags, traps."""

SIZE, QUICK = 450000, 300  # steps

MASK = 0xFFFF


class Trap(Exception):
    pass


class Processor:
    word = 2
    stack_top = 0x3FF

    def __init__(self, program):
        self.a = self.b = self.c = self.d = 0
        self.counter = 0
        self.stack = self.stack_top
        self.zero = self.carry = self.negative = self.overflow = False
        self.memory = [0] * 0x400
        self.program = program
        self.steps = self.jumps = self.loads = self.stores = self.traps = 0
        self.halted = False
        self.table = {name[3:]: getattr(self, name) for name in dir(type(self)) if name.startswith("do_")}

    def fetch(self):
        instruction = self.program[self.counter]
        self.counter += 1
        return instruction

    def set_flags(self, value):
        self.zero = value & MASK == 0
        self.carry = value > MASK
        self.negative = value & 0x8000 != 0
        return value & MASK

    def load(self, address):
        self.loads += 1
        if not 0 <= address < len(self.memory):
            raise Trap(address)
        return self.memory[address]

    def store(self, address, value):
        self.stores += 1
        if not 0 <= address < len(self.memory):
            raise Trap(address)
        self.memory[address] = value

    @property
    def status(self):
        return self.zero | self.carry << 1 | self.negative << 2 | self.overflow << 3

    def do_set_a(self, value):
        self.a = self.set_flags(value)

    def do_set_b(self, value):
        self.b = self.set_flags(value)

    def do_a_to_b(self, _):
        self.b = self.a

    def do_a_to_c(self, _):
        self.c = self.a

    def do_c_to_a(self, _):
        self.a = self.set_flags(self.c)

    def do_swap(self, _):
        self.a, self.b = self.b, self.a

    def do_add(self, value):
        result = self.a + value
        self.overflow = (self.a ^ result) & (value ^ result) & 0x8000 != 0
        self.a = self.set_flags(result)

    def do_add_b(self, _):
        self.do_add(self.b)

    def do_subtract(self, value):
        self.do_add(-value & MASK)

    def do_shift_left(self, count):
        self.a = self.set_flags(self.a << count)

    def do_shift_right(self, count):
        self.a = self.set_flags(self.a >> count)

    def do_xor_b(self, _):
        self.a = self.set_flags(self.a ^ self.b)

    def do_multiply(self, value):
        self.a = self.set_flags(self.a * value)

    def do_load(self, address):
        self.a = self.set_flags(self.load(address))

    def do_load_at_c(self, offset):
        self.a = self.set_flags(self.load(self.c + offset))

    def do_store(self, address):
        self.store(address, self.a)

    def do_store_at_c(self, offset):
        self.store(self.c + offset, self.a)

    def do_push(self, _):
        self.store(self.stack, self.a)
        self.stack -= 1

    def do_pop(self, _):
        self.stack += 1
        self.a = self.set_flags(self.load(self.stack))

    def do_jump(self, target):
        self.jumps += 1
        self.counter = target

    def do_jump_zero(self, target):
        if self.zero:
            self.do_jump(target)

    def do_jump_not_zero(self, target):
        if not self.zero:
            self.do_jump(target)

    def do_call(self, target):
        self.store(self.stack, self.counter)
        self.stack -= 1
        self.do_jump(target)

    def do_back(self, _):
        self.stack += 1
        self.do_jump(self.load(self.stack))

    def do_count(self, _):
        self.d = (self.d + self.status) & 0xFFFFFFFF

    def trap(self, error):
        self.traps += 1
        self.a = self.set_flags(error.args[0] & 0xFF)
        self.c = 0

    def run(self, limit):
        table = self.table
        while self.steps < limit and not self.halted:
            name, operand = self.fetch()
            self.steps += 1
            try:
                table[name](operand)
            except Trap as error:
                self.trap(error)


PROGRAM = [
    ("set_a", 7), ("store", 0), ("set_a", 40), ("store", 1), ("set_a", 0), ("a_to_c", 0),
    ("load", 0), ("multiply", 25173), ("add", 13849), ("store", 0),                  # 6: a random number
    ("shift_right", 3), ("a_to_b", 0), ("load_at_c", 16), ("xor_b", 0), ("store_at_c", 16),
    ("call", 25), ("c_to_a", 0), ("add", 37), ("a_to_c", 0), ("count", 0),           # c walks, at last out of memory
    ("load", 1), ("subtract", 1), ("store", 1), ("jump_not_zero", 6), ("jump", 2),
    ("push", 0), ("swap", 0), ("shift_left", 1), ("add_b", 0), ("store", 2), ("pop", 0), ("back", 0),  # 25
]


def run(n):
    machine = Processor(PROGRAM)
    machine.run(n)
    checksum = 0
    for value in machine.memory:
        checksum = (checksum * 31 + value) % 1000003
    return (f"{machine.steps} {machine.jumps} {machine.loads} {machine.stores} {machine.traps} {machine.a} {machine.c} {machine.d} "
            f"{machine.status} {checksum}")


if __name__ == "__main__":
    print(run(SIZE))
