# stderr: an error in a class body, through a metaclass, a comprehension and a generator
class Meta(type):
    def __new__(mcls, name, bases, namespace):
        values = [v for v in namespace["values"]()]
        return super().__new__(mcls, name, bases, namespace)


def numbers():
    yield 1
    yield [][1]


print("before the class")


class Broken(metaclass=Meta):
    values = numbers
