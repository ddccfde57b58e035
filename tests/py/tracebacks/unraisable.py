# stderr: exceptions inside excepthook replacement, and the default hook called by hand
import sys


def hook(kind, value, tb):
    print("hook:", kind.__name__, value, tb.tb_lineno, file=sys.stderr)


try:
    1 / 0
except ZeroDivisionError:
    sys.__excepthook__(*sys.exc_info())
sys.excepthook = hook
raise KeyError("to the hook")
