#!/usr/bin/python3.11
"""CPython's own test modules (Debian package libpython3.11-testsuite) on Eider: what must pass.

    tests/cpython/suite.py test_int test_float      runs modules, prints a table and what failed
    tests/cpython/suite.py --all                    runs every module of modules.txt
    tests/cpython/suite.py --runtime /usr/bin/python3.11 test_int --only 'IntTestCases'
    tests/run_tests.py --suite cpython              the judgement: modules of the fast part (--cpython=all: every module)

modules.txt names the modules: `MODULE PART PASSES`, where PART is `fast` or `slow` and PASSES how many tests must pass
at least, so that tests which vanish are noticed. Every test must pass or skip itself, but those that failing/MODULE.txt
names, grouped by reason:

    # why the tests below do not pass
    TestClass.test_method
    ! TestClass.test_other          not even run: it takes the process or minutes with it
    ~ TestClass.test_third          passes sometimes

A test that kills its process or hangs has failed, and the module goes on behind it in a new process.
"""
import argparse
import fnmatch
import json
import os
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TESTS = Path("/usr/lib/python3.11/test")
TICK = 0.1  # seconds between two looks at a report
TEST_LIMIT = 40  # seconds without news from a test
MEMORY = 6 << 30  # bytes a process may hold; not rationed by the system, for Eider reserves much address space and uses little
RESTARTS = 25  # processes a module may lose


class Test(NamedTuple):
    name: str
    verdict: str  # pass fail error skip crash hang
    text: str


class Listed(NamedTuple):
    """What failing/MODULE.txt says of one test."""
    reason: str
    never_run: bool
    sometimes: bool


def read_modules(path=HERE / "modules.txt"):
    """{module: (part, passes)}"""
    modules = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            name, part, passes = line.split()
            modules[name] = (part, int(passes))
    return modules


def read_failing(module, folder=HERE / "failing"):
    path, listed, reason, fresh = folder / f"{module}.txt", {}, [], False
    if not path.exists():
        return listed
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            reason = reason + [line[1:].strip()] if fresh else [line[1:].strip()]
            fresh = True
        elif line:
            fresh = False
            mark, name = (line[0], line[1:].strip()) if line[0] in "!~" else ("", line)
            listed[name] = Listed(" ".join(reason), mark == "!", mark == "~")
    return listed


def lookup(listed, name):
    """The entry for a test; a name that ends in .* stands for a whole class or module."""
    if name in listed:
        return listed[name]
    return next((entry for pattern, entry in listed.items() if pattern.endswith("*") and fnmatch.fnmatchcase(name, pattern)), None)


def read_report(path):
    """(tests, the one that is running or "", whether all have run)"""
    tests, running, done = {}, "", False
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return tests, running, done
    for line in lines:
        try:
            kind, *rest = json.loads(line)
        except ValueError:  # the line is being written
            continue
        if kind == "begin":
            running = rest[0]
        elif kind == "end":
            running = ""
            if rest[0] not in tests or rest[1] != "pass":
                tests[rest[0]] = Test(*rest)
        else:
            done = True
    return tests, running, done


def resident(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0  # it has ended


def run_once(command, report, scratch, patience):
    """One process until it ends or says nothing for too long, or holds too much memory. Looks are counted, not time: a driver that was stopped for
    a while does not blame the test. Returns (exit code or None for a hang, last lines of its output)."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment.update(LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1", TMPDIR=str(scratch))
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=scratch, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                   start_new_session=True)
        quiet, size = 0, -1
        while process.poll() is None and quiet * TICK < TEST_LIMIT * patience:
            time.sleep(TICK)
            if resident(process.pid) > MEMORY:
                process.kill()
                process.wait()
                break
            now = report.stat().st_size if report.exists() else 0
            quiet, size = (quiet + 1, size) if now == size else (0, now)
        hung = process.poll() is None
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        out.seek(0, 2)
        out.seek(max(0, out.tell() - 3000))
        text = out.read().decode("utf-8", "replace")
    return (None if hung else process.returncode), text


def run_module(program, module, listed={}, only="", resources="", patience=1.0):
    """All tests of one module: {name: Test}. What the process died in is a crash or a hang; the rest runs in another."""
    tests, skip = {}, [name for name, entry in listed.items() if entry.never_run]
    with tempfile.TemporaryDirectory(prefix="eider-cpython-") as folder:
        for attempt in range(RESTARTS):
            scratch = Path(folder) / str(attempt)
            scratch.mkdir()
            report = Path(folder) / f"report{attempt}"
            command = [*program, str(HERE / "run_module.py"), module, str(report), f"--resources={resources}", f"--only={only}"]
            command += [f"--skip={name}" for name in skip]
            code, text = run_once(command, report, scratch, patience)
            seen, running, done = read_report(report)
            for name, test in seen.items():
                if name not in tests or test.verdict != "pass":
                    tests[name] = test
            if done and code == 0:
                return tests
            place = running or ("exit" if done else "between tests" if seen else "import")
            if code is None:
                trouble = Test(place, "hang", f"no news for {TEST_LIMIT * patience:.0f} s\n{text}")
            else:
                ended = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
                trouble = Test(place, "crash", f"{ended}\n{text}")
            tests[trouble.name] = trouble
            if not running:
                return tests
            skip += [running] + [name for name in seen if name not in skip]
    tests["module"] = Test("module", "crash", f"{RESTARTS} processes died or hung")
    return tests


def judge(program, module, passes, patience=1.0):
    """The outcomes of one module for the driver: (name, passed, message) of each test that ran, and of their number."""
    listed = read_failing(module)
    tests = run_module(program, module, listed, patience=patience)
    good = sum(test.verdict == "pass" for test in tests.values())
    for test in tests.values():
        entry = lookup(listed, test.name)
        if test.verdict == "skip" or (entry and (entry.sometimes or test.name not in listed)):
            continue  # listed by its own name, a failure is known to the driver, and a pass is news to it
        yield f"cpython/{module}/{test.name}", test.verdict == "pass", f"{test.verdict}: {test.text}"
    yield f"cpython/{module}", good >= passes, f"{good} tests pass; modules.txt wants {passes}"


def known_failures():
    """{test name: reason} of every list."""
    return {f"cpython/{path.stem}/{name}": entry.reason
            for path in (HERE / "failing").glob("*.txt") for name, entry in read_failing(path.stem).items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--runtime", default=str(HERE.parent.parent / "build/release/eider"), metavar="CMD")
    parser.add_argument("--only", default="", metavar="RE", help="only tests whose name matches")
    parser.add_argument("--resources", default="", help="as regrtest's -u: cpu,network,largefile...")
    parser.add_argument("--patience", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--lines", type=int, default=3, help="lines of a failure's text that are shown")
    parser.add_argument("--listed", action="store_true", help="shows the failures that failing/ names, too")
    parser.add_argument("--json", metavar="FILE", help="writes everything there")
    options = parser.parse_args()
    names = list(read_modules()) if options.all else options.modules
    everything = {}

    def one(module):
        begin = time.monotonic()
        listed = {} if options.listed else read_failing(module)
        tests = run_module(shlex.split(options.runtime), module, listed, options.only, options.resources, options.patience)
        counts = [sum(test.verdict == verdict for test in tests.values()) for verdict in ("pass", "fail", "error", "skip", "crash", "hang")]
        lines = [f"{module:24} pass {counts[0]:5} fail {counts[1]:4} error {counts[2]:4} skip {counts[3]:4} crash {counts[4]:3} "
                 f"hang {counts[5]:3}  {time.monotonic() - begin:6.1f} s"]
        for test in tests.values():
            if test.verdict not in ("pass", "skip") and not lookup(listed, test.name):
                text = test.text.rstrip().splitlines()[-options.lines:]
                lines += [f"  {test.verdict} {test.name}"] + [f"      {line}"[:240] for line in text]
        everything[module] = {"seconds": time.monotonic() - begin, "tests": [list(test) for test in tests.values()]}
        print("\n".join(lines), flush=True)

    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(one, names))
    if options.json:
        Path(options.json).write_text(json.dumps(everything))


if __name__ == "__main__":
    sys.exit(main())
