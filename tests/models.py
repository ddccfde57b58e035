#!/usr/bin/python3.11
"""Checks docs/models/*.pml with spin, exhaustively: the model as it stands has no fault, and each mistake it knows is found.

    tests/models.py            a second or two for each model
    tests/models.py --long     also the sizes that take minutes (two changes of the fact; every thread enters and records; every thread changes the fact and reclaims)
    tests/models.py --figures  also how many states the models have that hold

Prints `ok NAME` or `FAILED NAME` and the trail that leads to the fault; exit code 1 when anything failed.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

MODELS = Path(__file__).resolve().parent.parent / "docs" / "models"
# A mistake: what a define takes out of the protocol, and the assertion that notices.
MISTAKES = {
    "executors.pml": {
        "PUBLISH_FIRST": r"folded\[e\]==value",      # --invalidation=flag: the new value is there before the handshake
        "WATCH_ANY_TIME": r"folded\[e\]==value",     # a watcher joins while the handshake is under way
        "NO_COUNT CHANGES=2": r"folded\[e\]==value", # of two that change the fact, the second takes the watch of a third away
        "NO_RECHECK": r"slot==2\)\|\|valid",         # installed without looking whether the fact has changed meanwhile
        "NO_CHAINS": r"alive\[",                     # freed without asking who is inside
        "NO_EPOCH": r"alive\[",                      # freed although it was retired after the threads were asked
        "NO_TARGETS": r"alive\[",                    # freed while other code may jump to it
        "NO_SIDES": r"side==2\)\|\|",                # retired without its side traces
        "NO_ENTERED": r"alive\[",                    # a record names only whose code runs, not who the visit is accounted to
        "NO_COPIES": r"alive\[",                     # nothing names the executor that waits for a thread's copies of its codes
        "DISCARD_FREES": r"alive\[",                 # a recording is given up, and its executor freed, while a change of a fact holds it
    },
}
LONG = {"executors.pml": ["CHANGES=2", "ALL_RUN", "ALL_MAINTAIN"]}


def check(model, defines, folder, quick):
    """(assertion that failed or "", output). Searches every state; quick: a fault is expected soon, so compiling should not take long."""
    flags = [f"-D{define}" for define in defines.split()]
    commands = [["spin", "-a", *flags, str(model)],
                ["clang-19", "-O0" if quick else "-O2", "-w", "-DSAFETY", "-DCOLLAPSE", "-DMEMLIM=4000", "-o", "pan", "pan.c"],
                ["./pan", "-m100000", "-n"]]
    for command in commands:
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if ran.returncode != 0:
            raise RuntimeError(f"{command[0]}: {ran.stdout}{ran.stderr}")
    fault = re.search(r"^pan:\d+: (.*)", ran.stdout, re.M)
    if not fault and not re.search(r"errors: 0$", ran.stdout, re.M):
        raise RuntimeError(f"pan said neither: {ran.stdout}")
    if not fault and "Search not completed" in ran.stdout:
        raise RuntimeError(f"not exhaustive: {ran.stdout}")
    trail = subprocess.run(["spin", "-t", "-p", *flags, str(model)], cwd=folder, capture_output=True, text=True).stdout if fault else ran.stdout
    return fault[1] if fault else "", trail


def main():
    failed = False
    for model, mistakes in MISTAKES.items():
        runs = [(model, "", "")] + [(f"{model} {defines}", defines, wanted) for defines, wanted in mistakes.items()]
        if "--long" in sys.argv:
            runs += [(f"{model} {defines}", defines, "") for defines in LONG[model]]
        for name, defines, wanted in runs:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    fault, text = check(MODELS / model, defines, folder, bool(wanted))
                except (OSError, RuntimeError) as error:
                    fault, text = "could not be checked", str(error)
            good = re.search(wanted, fault) is not None if wanted else not fault
            failed |= not good
            print(f"{'ok' if good else 'FAILED'} {name}", flush=True)
            if "--figures" in sys.argv and not wanted:
                print("    " + "\n    ".join(re.findall(r".* states, stored$|State-vector .* depth .*|.*total actual memory usage|pan: elapsed time.*", text, re.M)), flush=True)
            if not good:
                print("    " + "\n    ".join([fault or "no fault was found", *text.splitlines()[-60:]]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
