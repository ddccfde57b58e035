"""One object whose methods and attributes all threads read."""
KIND = "read-shared"
SIZE, QUICK = 1500000, 500


class Duck:
    sound = "quack"
    legs = 2

    def __init__(self):
        self.echo = 3
        self.loud = True

    def legs_and_echo(self, k):
        return self.legs + self.echo + k if self.loud else k

    def quack(self, k):
        return self.legs_and_echo(k) + len(self.sound)


def setup(threads):
    return Duck()


def work(duck, i, n):
    total = 0
    for k in range(n):
        total += duck.quack(k & 7) + duck.echo
    return total


def check(shared, results, n):
    assert all(result == results[0] for result in results)
    return results[0]
