# stderr: frames in another module, in a class body, in a decorator, in a property and in __init__
import _helper


class Body:
    def __init__(self):
        self.value = self.compute

    @property
    def compute(self):
        return _helper.call(lambda: _helper.broken(self))


Body()
