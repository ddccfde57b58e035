"""One of two modules that import each other in import_race.py."""
import time
name = "a"
time.sleep(0.002)
import _slow_cycle_b
