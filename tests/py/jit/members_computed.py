# Members of builtin classes that functions compute are no slots of the subclass's instances: reading and assigning them leaves those alone.


class Group(ExceptionGroup):
    def __new__(cls, message, parts, code):
        made = super().__new__(cls, message, parts)
        made.code = code
        return made


class File(OSError):
    def __init__(self, *args):
        super().__init__(*args)
        self.tried = 0
        self.places = ["a"]


class Slots(ImportError):
    __slots__ = ("tried",)

    def __init__(self, text):
        super().__init__(text)
        self.tried = 0


class Exit(SystemExit):
    def __init__(self, code):
        super().__init__(code)
        self.code_before = code


def read_groups(groups):
    return [(group.message, len(group.exceptions), group.code) for group in groups]


def read_by_name(groups):
    return [(getattr(group, "message", None), len(getattr(group, "exceptions", ())), group.code) for group in groups]


def assign_files(files):
    seen = []
    for file in files:
        file.filename = "name"
        file.errno += 1
        file.tried += 1
        seen.append((file.filename, file.errno, file.strerror, file.tried, file.places))
    return seen


def assign_slots(errors):
    for error in errors:
        error.name = "module"
        error.path = error.name + "/path"
        error.tried += 1
    return [(error.name, error.path, error.msg, error.tried) for error in errors]


def assign_exits(exits):
    for leaving in exits:
        leaving.code = [leaving.code]
    return [(leaving.code, leaving.code_before) for leaving in exits]


groups = [Group("some", [ValueError(n), TypeError(n)], 100 + n) for n in range(100)]
files = [File(n, "text") for n in range(100)]
slots = [Slots("text") for _ in range(100)]
exits = [Exit(n) for n in range(100)]
for _ in range(3):
    for made in read_groups(groups), read_by_name(groups), assign_files(files), assign_slots(slots), assign_exits(exits):
        print(made[0], made[-1], len(set(map(str, made))))
