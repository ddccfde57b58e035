"""What compare, small and scaling share: which runtimes there are, running one process, medians and noise, tables."""
import os
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "/usr/bin/python3.11"
REFERENCE = "python3.11"


class Runtime:
    def __init__(self, name, command):
        self.name = name
        self.command = command

    def __repr__(self):
        return f"{self.name}={shlex.join(self.command)}"


def default_runtimes():
    """Those of eider, python3.11 and pypy3 that are here."""
    candidates = [("eider", str(ROOT / "build/release/eider")), (REFERENCE, PYTHON), ("pypy3", shutil.which("pypy3"))]
    return [Runtime(name, [path]) for name, path in candidates if path and os.access(path, os.X_OK)]


def add_runtime_options(parser):
    parser.add_argument("--runtime", action="append", default=[], metavar="NAME=CMD",
                        help="adds a runtime, or replaces the one of that name; CMD may hold options")
    parser.add_argument("--only", metavar="NAME,...", help="only these runtimes")


def chosen_runtimes(options):
    runtimes = {runtime.name: runtime for runtime in default_runtimes()}
    for text in options.runtime:
        name, equals, command = text.partition("=")
        if not equals or not name or not command.strip():
            raise SystemExit(f"--runtime wants NAME=CMD, not {text!r}")
        runtimes[name] = Runtime(name, shlex.split(command))
    if options.only:
        wanted = options.only.split(",")
        unknown = [name for name in wanted if name not in runtimes]
        if unknown:
            raise SystemExit(f"--only: no runtime {', '.join(unknown)}; there are: {', '.join(runtimes)}")
        runtimes = {name: runtime for name, runtime in runtimes.items() if name in wanted}
    for runtime in runtimes.values():
        if shutil.which(runtime.command[0]) is None:
            raise SystemExit(f"{runtime.name}: there is no program {runtime.command[0]!r}")
    if not runtimes:
        raise SystemExit("no runtime to measure: build the release preset or give --runtime NAME=CMD")
    return list(runtimes.values())


class Ran:
    """One finished process: exit code, output, CPU seconds (user and system, threads and children included), wall seconds."""

    def __init__(self, code, out, err, cpu, wall):
        self.code, self.out, self.err, self.cpu, self.wall = code, out, err, cpu, wall

    def value(self, name):
        """The number or text after `name ` at the start of a line of the output."""
        for line in self.out.splitlines():
            if line.startswith(name + " "):
                return line[len(name) + 1:].strip()
        return None


class Failed(Exception):
    pass


def run(command, timeout=600):
    """Runs a command from the repository's root; raises Failed when it does not exit with 0 in time."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        timer = threading.Timer(timeout, os.kill, (process.pid, signal.SIGKILL))  # a blocking wait4 takes no CPU itself
        timer.daemon = True
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        ran = Ran(process.returncode, out.read(), err.read(), usage.ru_utime + usage.ru_stime, wall)
    if ran.code != 0:
        last = ran.err.strip().splitlines()[-1:] or ["no message"]
        why = f"no end after {timeout} s" if ran.code == -9 and wall >= timeout else f"exit code {ran.code}: {last[0]}"
        raise Failed(why)
    return ran


def noise(values):
    """Median absolute deviation from the median."""
    middle = statistics.median(values)
    return statistics.median(abs(value - middle) for value in values)


def geometric_mean(values):
    return statistics.geometric_mean(values) if values else float("nan")


def print_table(header, rows):
    """First column to the left, the others to the right."""
    widths = [max(len(str(row[i])) for row in [header] + rows) for i in range(len(header))]
    for row in [header] + rows:
        cells = [str(cell).ljust(width) if i == 0 else str(cell).rjust(width) for i, (cell, width) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip())
        if row is header:
            print("  ".join("-" * width for width in widths))


def progress(text):
    """A passing message on a terminal; nothing elsewhere."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def machine():
    try:
        model = next(line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    except (OSError, StopIteration):
        model = "unknown processor"
    return f"{model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
