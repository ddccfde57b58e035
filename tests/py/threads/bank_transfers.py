# Invariant: transfers between accounts, each under the locks of both, never change the sum of all balances.
# May vary: single balances in between.  Forbidden: a sum that is off, a deadlock, a negative balance.
import threading
from _scale import SCALE, THREADS, run


class Refused(Exception):
    pass


class Account:
    def __init__(self, number, balance):
        self.number, self.balance = number, balance
        self.lock = threading.Lock()
        self.history = []

    def withdraw(self, amount):
        if amount > self.balance:
            raise Refused(amount)
        self.balance -= amount
        self.history.append(-amount)

    def deposit(self, amount):
        self.balance += amount
        self.history.append(amount)


accounts = [Account(i, 1000) for i in range(10)]


def transfer(source, target, amount):
    first, second = sorted((source, target), key=lambda account: account.number)
    with first.lock, second.lock:
        source.withdraw(amount)
        target.deposit(amount)


def clerk(index):
    done = refused = 0
    state = index * 7 + 1
    for _ in range(600 * SCALE):
        state = (state * 1103515245 + 12345) % 2 ** 31
        source, target = accounts[state >> 8 & 7], accounts[(state >> 12) % 10]
        if source is target:
            continue
        try:
            transfer(source, target, state >> 20 & 255)
            done += 1
        except Refused:
            refused += 1
    return done + refused


audits = []


def auditor(index):
    for _ in range(20):
        for account in accounts:
            account.lock.acquire()
        try:
            audits.append(sum(account.balance for account in accounts))
        finally:
            for account in accounts:
                account.lock.release()


attempts = run(THREADS, lambda index: auditor(index) if index == 0 else clerk(index))
print(attempts, sum(account.balance for account in accounts), set(audits))
print(all(1000 + sum(account.history) == account.balance >= 0 for account in accounts))
