print("start b")
import _cycle_a
print("in b, a has value:", hasattr(_cycle_a, "value"))
value = "b"
try:
    from _cycle_a import value as a_value
except ImportError as error:
    print(type(error).__name__, str(error).partition(" (/")[0], error.name)
