import time
time.sleep(0.05)
import _tangle.one
value = 2
