# class, __init__, methods, inheritance, super, __repr__, operators, properties.
class Duck:
    count = 0

    def __init__(self, name):
        self.name = name
        Duck.count += 1

    def speak(self):
        return self.name + " says " + self.sound()

    def sound(self):
        return "quack"

    def __repr__(self):
        return f"Duck({self.name})"

    def __eq__(self, other):
        return self.name == other.name

    def __add__(self, other):
        return [self, other]

    @property
    def shout(self):
        return self.sound().upper()


class Rubber(Duck):
    def __init__(self, name, colour):
        super().__init__(name)
        self.colour = colour

    def sound(self):
        return "squeak"


a = Duck("a")
b = Rubber("b", "yellow")
print(a, b, a.speak(), b.speak(), b.colour, Duck.count, a + b, a == b, a == Duck("a"), b.shout)
print(isinstance(b, Duck), isinstance(a, Rubber), type(b).__name__, hasattr(a, "colour"), getattr(a, "colour", "none"))
a.extra = 5
print(a.extra, a.__dict__)
total = 0
for d in [a, b] * 100:
    total += len(d.speak())
print(total)
