"""Imported by many threads at once in import_race.py."""
import time

runs = globals().get("runs", 0) + 1
time.sleep(0.01)
last_name = "defined last"
