"""Exceptions as ordinary control flow: raised near and far, finally, else, custom classes, with blocks, KeyError, chaining."""

SIZE, QUICK = 100000, 300


class Refused(Exception):
    def __init__(self, reason, amount):
        super().__init__(reason)
        self.amount = amount


class Overdrawn(Refused):
    pass


class Journal:
    def __init__(self):
        self.opened = self.closed = self.failed = 0

    def __enter__(self):
        self.opened += 1
        return self

    def __exit__(self, kind, value, traceback):
        self.closed += 1
        if kind is not None:
            self.failed += 1
        return kind is not None and issubclass(kind, Refused)


def withdraw(balance, amount):
    if amount < 0:
        raise Refused("negative", amount)
    if amount > balance:
        raise Overdrawn("too much", amount - balance)
    return balance - amount


def deep(levels, value):
    if levels == 0:
        if value % 3 == 0:
            raise LookupError(value)
        return value
    try:
        return deep(levels - 1, value)
    finally:
        deep.visits += 1


deep.visits = 0


def parse(text):
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError as error:
            raise KeyError(text) from error


def run(n):
    journal = Journal()
    deep.visits = 0
    balance, overdrawn, refused, missing = 1000, 0, 0, 0
    table = {i: i for i in range(0, 50, 2)}
    texts = ["12", "1.5", "x", "-7", "1e3", "quack"]
    causes = 0
    for i in range(n):
        try:
            balance = withdraw(balance, (i * 7919) % 103 - 3)
        except Overdrawn as error:
            overdrawn += error.amount
            balance = 1000
        except Refused as error:
            refused += error.amount
        else:
            refused += 1
        with journal:
            if i % 5 == 0:
                withdraw(0, i + 1)
        try:
            missing += table[i % 50]
        except KeyError:
            missing -= 1
        if i % 4 == 0:
            try:
                missing += deep(5, i)
            except LookupError as error:
                missing -= error.args[0] % 7
            try:
                missing += int(parse(texts[i % 6]))
            except KeyError as error:
                causes += isinstance(error.__cause__, ValueError)
    return f"{balance} {overdrawn} {refused} {missing} {journal.opened} {journal.closed} {journal.failed} {deep.visits} {causes}"


if __name__ == "__main__":
    print(run(SIZE))
