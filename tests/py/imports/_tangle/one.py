import time
time.sleep(0.05)
import _tangle.two
value = 1
