"""Runs one benchmark program: bench/harness.py PROGRAM [--iterations K] [--quick]

A program defines run(n), which returns a result to check, SIZE (the n that takes 0.1 to 0.3 s on python3.11) and QUICK
(a small n for tests). The harness runs it K times in one process and prints, each on a line of its own:

    first 0.213456      seconds of the first iteration: includes whatever the runtime does to warm up
    later 0.112233      median of the others (only when K > 1)
    fastest 0.110044    the fastest of the others
    result 42           what run(n) returned; the same in every iteration, or the program is wrong

The program needs nothing of the harness: `python3.11 bench/programs/nbody.py` runs it once and prints its result.
"""
import sys
import time


def load(path):
    """Imports the program at `path` as a module (without importlib, which a young runtime may not have)."""
    folder, _, name = path.rpartition("/")
    sys.path.insert(0, folder or ".")
    return __import__(name[:-3] if name.endswith(".py") else name)


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def main(arguments):
    path, iterations, quick = None, 5, False
    while arguments:
        argument = arguments.pop(0)
        if argument == "--iterations":
            iterations = int(arguments.pop(0))
        elif argument == "--quick":
            quick, iterations = True, 2
        elif path is None and not argument.startswith("-"):
            path = argument
        else:
            raise SystemExit("usage: harness.py PROGRAM [--iterations K] [--quick]")
    if path is None:
        raise SystemExit("usage: harness.py PROGRAM [--iterations K] [--quick]")
    program = load(path)
    size = program.QUICK if quick else program.SIZE

    times, results = [], []
    for _ in range(iterations):
        begin = time.perf_counter()
        results.append(program.run(size))
        times.append(time.perf_counter() - begin)

    for result in results:
        if result != results[0]:
            raise SystemExit(f"{path}: iterations disagree: {results}")
    print(f"first {times[0]:.6f}")
    if len(times) > 1:
        print(f"later {median(times[1:]):.6f}")
        print(f"fastest {min(times[1:]):.6f}")
    print(f"result {results[0]}")


if __name__ == "__main__":
    main(sys.argv[1:])
