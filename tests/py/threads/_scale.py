"""How many threads and repetitions the programs of this folder use: EIDER_STRESS_THREADS and EIDER_STRESS_SCALE.

What they print belongs to the defaults; with other values look at the exit code only.
"""
import os
import threading

THREADS = int(os.getenv("EIDER_STRESS_THREADS", "6"))
SCALE = max(1, int(float(os.getenv("EIDER_STRESS_SCALE", "1"))))  # less than 1 is for programs that last longer


def run(count, target, *args):
    """Runs target(index, *args) in `count` threads; returns the results in order and raises the first error."""
    results, errors = [None] * count, []

    def body(index):
        try:
            results[index] = target(index, *args)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=body, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
