# stderr: chains: during handling, direct cause, from None, and three deep
def during():
    try:
        {}["missing"]
    except KeyError:
        1 / 0


def cause():
    try:
        during()
    except ZeroDivisionError as error:
        raise ValueError("explained") from error


def hidden():
    try:
        cause()
    except ValueError:
        raise RuntimeError("hidden") from None


import sys
try:
    hidden()
except RuntimeError:
    sys.__excepthook__(*sys.exc_info())
cause()
