print("start a")
import _cycle_b
value = "a"
print("end a, b has value:", hasattr(_cycle_b, "value"))


def call():
    return _cycle_b.value
