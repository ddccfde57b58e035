"""Runs one program of bench/scaling_programs: bench/scaling_harness.py PROGRAM [--threads T] [--rounds K] [--scale F] [--quick]

A program defines
    KIND                 "independent", "read-shared", "allocation", "shared-write" or "coupled"
    SIZE, QUICK          operations of one thread: 0.1 to 0.2 s on python3.11, and a small number for tests
    setup(threads)       what the threads share; made anew for each round
    work(shared, i, n)   what thread number i does: n operations; returns a result
    check(shared, results, n)    raises AssertionError when the outcome is wrong, returns what to print
The harness runs K rounds after one that does not count, and prints the median:
    seconds 0.151        from before the first thread starts until the last is joined
    throughput 1234567   operations of all threads together, a second
    result ...           what check returned
"""
import sys
import threading
import time

from harness import load, median


def one_round(program, threads, size):
    shared = program.setup(threads)
    results = [None] * threads

    def body(i):
        results[i] = program.work(shared, i, size)

    workers = [threading.Thread(target=body, args=(i,)) for i in range(threads)]
    begin = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - begin
    if None in results:
        raise SystemExit("a thread did not finish its work")
    return seconds, program.check(shared, results, size)


def main(arguments):
    path, threads, rounds, scale, quick = None, 1, 3, 1, False
    while arguments:
        argument = arguments.pop(0)
        if argument == "--threads":
            threads = int(arguments.pop(0))
        elif argument == "--rounds":
            rounds = int(arguments.pop(0))
        elif argument == "--scale":
            scale = int(arguments.pop(0))
        elif argument == "--quick":
            quick, threads, rounds = True, 2, 1
        elif path is None and not argument.startswith("-"):
            path = argument
        else:
            raise SystemExit("usage: scaling_harness.py PROGRAM [--threads T] [--rounds K] [--scale F] [--quick]")
    if path is None:
        raise SystemExit("usage: scaling_harness.py PROGRAM [--threads T] [--rounds K] [--scale F] [--quick]")
    program = load(path)
    size = program.QUICK if quick else program.SIZE * scale

    one_round(program, threads, size)
    measured = [one_round(program, threads, size) for _ in range(rounds)]
    seconds = median([seconds for seconds, _ in measured])
    print(f"seconds {seconds:.6f}")
    print(f"throughput {threads * size / seconds:.0f}")
    print(f"result {measured[0][1]}")


if __name__ == "__main__":
    main(sys.argv[1:])
