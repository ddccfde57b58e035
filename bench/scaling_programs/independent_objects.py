"""Instances of shared classes, each thread with its own: attributes, methods, lists and dicts."""
KIND = "independent"
SIZE, QUICK = 350000, 300


class Account:
    rate = 3

    def __init__(self, balance):
        self.balance = balance
        self.history = []

    def deposit(self, amount):
        self.balance += amount
        if len(self.history) < 50:
            self.history.append(amount)
        return self.balance

    def interest(self):
        return self.balance * self.rate // 100


class Savings(Account):
    def interest(self):
        return super().interest() + 1


def setup(threads):
    return None


def work(shared, i, n):
    accounts = [Account(100), Savings(200)]
    by_day = {}
    total = 0
    for day in range(n):
        account = accounts[day & 1]
        account.deposit(day % 7)
        total += account.interest()
        by_day[day % 365] = account.balance
        if day % 1000 == 0:
            accounts = [Account(100 + day), Savings(200)]
    return total, sum(by_day.values())


def check(shared, results, n):
    assert all(result == results[0] for result in results)
    return results[0]
