limit = 10
counter = 0


class Duck:
    noise = 1

    def quack(self):
        return self.noise


class Other:
    def name(self):
        return 2


def count(n):
    total = 0
    for i in range(n):
        if i < limit:
            total += 2
        total += 1
    return total


def quacks(n):
    duck, total = Duck(), 0
    for i in range(n):
        total += duck.quack()
    return total


def names(n):
    other, total = Other(), 0
    for i in range(n):
        total += other.name()
    return total


def bump(n):
    global counter
    for i in range(n):
        counter += 1
    return counter


def alternate(n):
    duck, total = Duck(), 0
    for i in range(n):
        Duck.noise = i & 1
        total += duck.quack()
    return total


def change():
    global limit
    limit = 20
    Duck.noise = 3
    Other.extra = 1


count(2000)
quacks(2000)
names(2000)
change()
print(count(2000), quacks(2000), names(2000), bump(20000), alternate(20000))
