class Duck:
    echo = False

    def sound(self):
        return "Quack!"

    def quack(self):
        sound = self.sound()
        if self.echo:
            sound += sound
        return sound


class RubberDuck(Duck):
    echo = True

    def sound(self):
        return "Squeak!"


def simulate_ducks(ducks):
    sound = None
    for duck in ducks:
        sound = duck.quack()
    return sound


print(simulate_ducks([Duck() for _ in range(2000)]))
print(simulate_ducks([RubberDuck() if i % 3 == 0 else Duck() for i in range(2000)]), simulate_ducks([RubberDuck()]))
