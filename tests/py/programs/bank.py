# A bank: accounts of several kinds, a ledger, interest, transfers with rollback, reports.
class BankError(Exception):
    """Base of what a bank refuses."""


class InsufficientFunds(BankError):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} has {account.balance}, needs {amount}")
        self.missing = amount - account.balance


class AccountLocked(BankError):
    pass


class Money:
    """An amount in cents; prints as units and cents."""

    __slots__ = ("cents",)

    def __init__(self, cents):
        self.cents = int(cents)

    @classmethod
    def of(cls, text):
        sign = -1 if text.startswith("-") else 1
        units, _, cents = text.lstrip("-").partition(".")
        return cls(sign * (int(units or 0) * 100 + int((cents + "00")[:2])))

    def __add__(self, other):
        return Money(self.cents + other.cents)

    def __sub__(self, other):
        return Money(self.cents - other.cents)

    def __mul__(self, factor):
        return Money(round(self.cents * factor))

    __rmul__ = __mul__

    def __neg__(self):
        return Money(-self.cents)

    def __eq__(self, other):
        return isinstance(other, Money) and self.cents == other.cents

    def __lt__(self, other):
        return self.cents < other.cents

    def __le__(self, other):
        return self.cents <= other.cents

    def __hash__(self):
        return hash(self.cents)

    def __bool__(self):
        return self.cents != 0

    def __format__(self, spec):
        text = f"{'-' if self.cents < 0 else ''}{abs(self.cents) // 100:,}.{abs(self.cents) % 100:02}"
        return format(text, spec)

    def __str__(self):
        return format(self)

    __repr__ = __str__


ZERO = Money(0)


class Account:
    next_number = 1

    def __init__(self, owner, balance=ZERO):
        self.owner = owner
        self._balance = balance
        self.number = Account.next_number
        Account.next_number += 1
        self.history = [("open", balance)]
        self.locked = False

    @property
    def balance(self):
        return self._balance

    @property
    def available(self):
        return self._balance

    def _move(self, kind, amount):
        if self.locked:
            raise AccountLocked(f"account {self.number} is locked")
        self._balance = self._balance + amount
        self.history.append((kind, amount))

    def deposit(self, amount):
        if amount <= ZERO:
            raise ValueError(f"cannot deposit {amount}")
        self._move("deposit", amount)

    def withdraw(self, amount):
        if self.available < amount:
            raise InsufficientFunds(self, amount)
        self._move("withdraw", -amount)

    def month_end(self):
        pass

    def __repr__(self):
        return f"<{type(self).__name__} {self.number} {self.owner}: {self.balance}>"


class Savings(Account):
    rate = 0.02

    def month_end(self):
        interest = self.balance * (self.rate / 12)
        if interest:
            self._move("interest", interest)


class Checking(Account):
    fee = Money(150)

    def __init__(self, owner, balance=ZERO, overdraft=ZERO):
        super().__init__(owner, balance)
        self.overdraft = overdraft

    @property
    def available(self):
        return super().available + self.overdraft

    def month_end(self):
        if self.balance < Money.of("100"):
            self._move("fee", -self.fee)


class Transaction:
    """Undoes what was done inside when an exception leaves the block."""

    def __init__(self, *accounts):
        self.accounts = accounts

    def __enter__(self):
        self.saved = [(a, a._balance, len(a.history)) for a in self.accounts]
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            for account, balance, length in self.saved:
                account._balance = balance
                del account.history[length:]
        return kind is not None and issubclass(kind, BankError)


class Bank:
    def __init__(self):
        self.accounts = {}

    def open(self, kind, owner, *args, **options):
        account = kind(owner, *args, **options)
        self.accounts[account.number] = account
        return account

    def transfer(self, source, target, amount):
        with Transaction(source, target):
            source.withdraw(amount)
            target.deposit(amount)
            return True
        return False

    def month_end(self):
        for account in self.accounts.values():
            try:
                account.month_end()
            except AccountLocked as error:
                print("skipped:", error)

    def total(self):
        return sum((a.balance for a in self.accounts.values()), ZERO)

    def report(self):
        for account in sorted(self.accounts.values(), key=lambda a: (a.balance, a.owner)):
            print(f"{account.number:>3} {account.owner:<8} {type(account).__name__:<10} {account.balance:>12} {len(account.history)}")


bank = Bank()
ann = bank.open(Savings, "ann", Money.of("1200.50"))
bob = bank.open(Checking, "bob", Money.of("80"), overdraft=Money.of("50"))
cleo = bank.open(Account, "cleo")
bank.report()
print(bank.transfer(ann, bob, Money.of("200.25")), bank.transfer(bob, cleo, Money.of("320")), bank.transfer(bob, cleo, Money.of("20")), bank.total())
bank.report()
cleo.locked = True
print(bank.transfer(ann, cleo, Money.of("5")), ann.balance)
for month in range(14):
    bank.month_end()
bank.report()
cleo.locked = False
for amount in ("0", "-5"):
    try:
        cleo.deposit(Money.of(amount))
    except ValueError as error:
        print(error)
try:
    cleo.withdraw(Money.of("99999.99"))
except InsufficientFunds as error:
    print(error, error.missing, isinstance(error, BankError))
print(bob.history[:4], len(ann.history), bob.available, Money.of("1234567.891"), Money.of("-0.5"), {Money(5): "five"}[Money.of("0.05")], max(bank.accounts.values(), key=lambda a: a.balance))
kinds = {}
for account in bank.accounts.values():
    for kind, amount in account.history:
        kinds[kind] = kinds.get(kind, ZERO) + amount
print(dict(sorted(kinds.items())), bank.total(), sum(kinds.values(), ZERO) == bank.total())
