# stderr: warnings of the compiler, and warnings.warn
import warnings

code = """
x = 5
if x is 5:
    print("is five")
assert (x, "always true")
"\\d"
"""
warnings.simplefilter("always")
exec(compile(code, "made_up.py", "exec"))


def old():
    warnings.warn("old is deprecated", DeprecationWarning)
    warnings.warn("careful", stacklevel=2)


old()
warnings.simplefilter("error")
try:
    old()
except DeprecationWarning as error:
    print("raised:", error)
