#!/usr/bin/python3.11
"""The test driver: finds every test of every suite, runs them in parallel, prints failures with diffs, and totals.

    tests/run_tests.py                                       everything; needs the release, tsan and asan builds
    tests/run_tests.py --suite py,golden --filter 'py/int/'  part of it
    tests/run_tests.py --suite py --preset asan --flags '--gc-every=200 --gc-poison'
                                                             the Python programs under another build and with switches
    tests/run_tests.py --runtime /usr/bin/python3.11 --suite py
                                                             the Python programs on another runtime
    tests/run_tests.py --suite stress,stress_jit --preset release --repeat 30 --forced all --jobs 1
                                                             a hunt for races: each program 30 times with other seeds, compiled
                                                             in every way
Suites:
    layering   tests/layering.py: no include points up the layer table, and the check itself can fail
    driver     tests/driver_test.py: this file reports failures as failures
    models     tests/models.py: docs/models/*.pml hold in every state, and each known mistake is found
    unit       build/<preset>/unit_*: each GoogleTest case counts                             release, tsan, asan
    golden     tests/filetests/**: files with `RUN:` lines                                    release
    py         tests/py/<area>/*.py, interpreted: standard output equals NAME.out, standard   release
               error NAME.err
               (a program with a line `# Not under sanitizers: REASON` is left out under tsan and asan)
    jit        the Python programs of py, compiled as early and as often as possible; again  release, tsan, asan
               with guards that leave though they hold (jit-deopt/), interpreting the traces
               (jit-reference/, release only), and each tenth with code invalidated, freed and
               reused all the time (jit-recycle/). Under asan all but jit-reference, and under tsan
               each fourth of those with guards that leave or code that is reused (--forced=all: all)
    fuzz       tests/fuzz/differential.py on some hundred random programs with fixed seeds     release
    stress     stress/**/*.py and tests/py/threads/*.py, interpreted: exit code 0, nothing else release, tsan, asan
               (a line `# Flags: ...` in the program is put on the command line of Eider's own builds)
    stress_jit the programs of stress, compiled as early and as often as possible;             release, tsan, asan
               with --forced=all also as jit does it, and with the default thresholds (stress_jit-plain/)
    examples   examples/*.py print what python3.11 prints                                     release
    cpython    python3.11's own test modules (tests/cpython/suite.py): what must pass there; only    release
               when it is named
    embed      tests/embed_outside.py: the installed package, used by the C++ examples outside     release
    bench      bench/programs/*.py at a small size print python3.11's result, and those of bench/limit C's     release

A Python test is a program with NAME.out beside it. Where it also writes to standard error, or its exit code is not 0,
NAME.err holds that text (paths relative to the repository, frames of the standard library left out) and, in its last
line, `[exit CODE]`. `tests/py/regenerate` writes both. When python3.11 is installed, each program is run by it too, so
that an expected output that python3.11 does not print is a failure as well. Files starting with `_` are helpers.

Golden tests: each line `RUN: COMMAND` inside a file is run by bash with pipefail; %s is the file, %eider the program,
%eider-ir the trace optimizer (tests/tools), %filecheck FileCheck, %t a scratch folder. The test passes when every
command exits with 0. Golden text stands beside the file (`RUN: %eider --dump=ast %s | diff -u %s.expected -`) or inside
it as CHECK lines (`... | %filecheck %s`).

What a suite needs must have been built: a missing program, or a missing unit test of a layer that has one, is a failure.

tests/known_failures.txt names what Eider cannot do yet, one `test-name reason` a line: such a test is run, and counts
as neither passed nor failed; the summary shows how many there are, and which of them pass and should leave the list.
"""
import argparse
import difflib
import json
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent / "cpython"))
import suite as cpython_suite  # noqa: E402

PYTHON = "/usr/bin/python3.11"
SUITES = ("layering", "driver", "models", "unit", "golden", "py", "jit", "fuzz", "stress", "stress_jit", "examples", "cpython", "embed",
          "bench")
PRESETS = {  # preset -> (timeout factor, environment)
    "release": (1, {}),
    "tsan": (10, {"TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1:die_after_fork=0", "EIDER_STRESS_SCALE": "0.1"}),
    "asan": (5, {"ASAN_OPTIONS": "detect_stack_use_after_return=0:detect_leaks=0", "UBSAN_OPTIONS": "print_stacktrace=1",
                 "EIDER_STRESS_SCALE": "0.3"}),
}
SANITIZED = ("unit", "stress", "stress_jit")  # run under all presets, and so is a part of jit; py, examples and bench under release
OF_ANY_PRESET = ("py", "jit", "examples", "cpython", "bench")
INTERPRETED = ("--jit=off",)
FUZZED = 120  # random programs, of fixed seeds
JIT_SWITCHES = ("--jit=on", "--jit-hot-loop=1", "--jit-hot-exit=2")
JIT_DEOPT = (*JIT_SWITCHES, "--stress=deopt:5")
JIT_REFERENCE = ("--jit-reference", *JIT_SWITCHES[1:])
JIT_RECYCLE = (*JIT_SWITCHES, "--stress=recycle,invalidate:7,side-exit,gc:3000")
STRESS_FORCED = {"plain": ("--jit=on",), "deopt": JIT_DEOPT, "reference": JIT_REFERENCE, "recycle": JIT_RECYCLE}
SANITIZED_STEP = {"asan": 1, "tsan": 4}  # of the programs under forced states, one of so many runs under the sanitizer
SHOWN = 6000  # characters of a failing program's output that are printed


class Ran(NamedTuple):
    """What one process did."""
    code: int
    out: str
    err: str
    timed_out: bool
    seconds: float

    def trouble(self):
        if self.timed_out:
            return f"no end after {self.seconds:.0f} s"
        if self.code < 0:
            return f"killed by {signal.Signals(-self.code).name}"
        return f"exit code {self.code}"

    def text(self):
        parts = [f"--- {what}\n{shortened(text)}" for what, text in (("stdout", self.out), ("stderr", self.err)) if text]
        return "\n".join(parts)


class Outcome(NamedTuple):
    name: str
    passed: bool
    message: str = ""


class Driver:
    def __init__(self, root, options):
        self.root = Path(root)
        self.options = options
        self.runtime = shlex.split(options.runtime) if options.runtime else None
        self.python = PYTHON if os.access(PYTHON, os.X_OK) else None
        self.baseline = {}  # (path, arguments) -> Ran of python3.11, which presets share
        self.baseline_lock = threading.Lock()
        self.round = 0  # of --repeat, while jobs are collected

    # -- processes -----------------------------------------------------------------------------------------------

    def run(self, command, seconds, env=None):
        """Runs a command in its own process group, which does not outlive it. Output goes through files: a grandchild
        that keeps a pipe open must not make the driver wait."""
        full = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        full.update(LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1")
        full.update(env or {})
        begin = time.monotonic()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(command, cwd=self.root, env=full, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                       start_new_session=True)
            timed_out = False
            try:
                process.wait(seconds * self.options.patience)
            except subprocess.TimeoutExpired:
                timed_out = True
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode("utf-8", "backslashreplace"))
        return Ran(process.returncode, *texts, timed_out, time.monotonic() - begin)

    def program(self, preset):
        return self.runtime or [str(self.root / "build" / preset / "eider")]

    def run_program(self, preset, arguments, seconds, env=None):
        factor, environment = PRESETS[preset]
        flags = [] if self.runtime else shlex.split(self.options.flags)
        return self.run(self.program(preset) + flags + arguments, seconds * factor, {**environment, **(env or {})})

    def run_python(self, arguments, seconds, env=None):
        with self.baseline_lock:
            known = self.baseline.get(tuple(arguments))
        if known is None:
            known = self.run([self.python] + arguments, seconds, env)
            with self.baseline_lock:
                self.baseline[tuple(arguments)] = known
        return known

    def compares_with_python(self):
        return self.python is not None and self.runtime != [self.python]

    # -- suites: each returns a list of (name, function returning [Outcome]) -----------------------------------------

    def layering(self, preset):
        def check():
            ran = self.run([PYTHON, "tests/layering.py", "--self-test"], 60)
            yield Outcome("layering/self-test", ran.code == 0, ran.text())
            ran = self.run([PYTHON, "tests/layering.py"], 60)
            yield Outcome("layering/src", ran.code == 0, ran.text())
        return [("layering", check)]

    def driver(self, preset):
        def check():
            ran = self.run([PYTHON, "tests/driver_test.py"], 120)
            names = re.findall(r"^(ok|FAILED) (.*)$", ran.out, re.M)
            for verdict, name in names:
                yield Outcome(f"driver/{name}", verdict == "ok", "" if verdict == "ok" else ran.text())
            if not names or (ran.code != 0 and all(verdict == "ok" for verdict, _ in names)):
                yield Outcome("driver", False, ran.trouble() + "\n" + ran.text())
        return [("driver", check)]

    def models(self, preset):
        def check():
            ran = self.run([PYTHON, "tests/models.py"], 300)
            verdicts = re.findall(r"^(ok|FAILED) (.*)\n((?:    .*\n)*)", ran.out, re.M)
            for verdict, name, text in verdicts:
                yield Outcome(f"models/{name}", verdict == "ok", text)
            if not verdicts or (ran.code != 0 and all(verdict == "ok" for verdict, _, _ in verdicts)):
                yield Outcome("models", False, ran.trouble() + "\n" + ran.text())
        return [("models", check)]

    def unit(self, preset):
        def checker(binary, name):
            def check():
                with tempfile.TemporaryDirectory() as folder:
                    report = Path(folder) / "report.json"
                    ran = self.run([str(binary), "--gtest_color=no", f"--gtest_output=json:{report}"], 300 * PRESETS[preset][0],
                                   PRESETS[preset][1])
                    cases = read_gtest_report(report)
                if cases is not None and not ran.timed_out:
                    yield from (Outcome(f"{name}/{case}", not trouble, trouble) for case, trouble in cases)
                    # All cases passed, and yet the process did not: a sanitizer's report at exit, a failing tear-down.
                    if ran.code != 0 and not any(trouble for _, trouble in cases):
                        yield Outcome(f"{name}/exit", False, ran.trouble() + "\n" + ran.text())
                    return
                # No report: the binary died. What it printed tells which cases had passed and which one it died in.
                for case in re.findall(r"^\[       OK \] (\S+)", ran.out, re.M):
                    yield Outcome(f"{name}/{case}", True)
                for case in sorted(set(re.findall(r"^\[  FAILED  \] (\w+[./]\S+?)(?:,| \(|$)", ran.out, re.M))):
                    yield Outcome(f"{name}/{case}", False, ran.text())
                running = re.findall(r"^\[ RUN      \] (\S+)", ran.out, re.M)
                yield Outcome(f"{name}/{running[-1] if running else 'start'}", False, ran.trouble() + "\n" + ran.text())
            return check
        layers = {p.name.split("_")[0] for p in (self.root / "tests/unit").glob("*_*.cpp")}
        layers |= {p.name[5:] for p in (self.root / "build" / preset).glob("unit_*") if p.is_file()}
        jobs = []
        for layer in sorted(layers):
            name, binary = f"{label('unit', preset)}/{layer}", self.root / "build" / preset / f"unit_{layer}"
            jobs.append((name, checker(binary, name) if os.access(binary, os.X_OK) else self.not_built(binary, name)))
        return jobs

    def not_built(self, binary, name):
        return lambda: [Outcome(name, False, f"{binary.relative_to(self.root)} does not exist: scripts/test builds it")]

    def golden(self, preset):
        def checker(path, name, commands):
            def check():
                with tempfile.TemporaryDirectory() as scratch:
                    places = {"%s": shlex.quote(path), "%eider": shlex.join(self.program(preset)), "%t": shlex.quote(scratch),
                              "%eider-ir": shlex.quote(str(self.root / "build" / preset / "eider-ir")),
                              "%filecheck": shutil.which("FileCheck-19") or "FileCheck"}
                    for command in commands:
                        command = re.sub(r"%(?:s|t|eider-ir|eider|filecheck)\b", lambda m: places[m[0]], command)
                        ran = self.run(["bash", "-o", "pipefail", "-c", command], 60)
                        if ran.code != 0:
                            yield Outcome(name, False, f"$ {command}\n{ran.trouble()}\n{ran.text()}")
                            return
                yield Outcome(name, True)
            return check
        jobs = []
        for path in sorted((self.root / "tests/filetests").rglob("*")):
            if not path.is_file() or path.name.startswith(("_", ".")):
                continue
            commands = re.findall(r"\bRUN: (.+)", path.read_text("utf-8", "replace"))
            if commands:
                relative = str(path.relative_to(self.root))
                name = "golden/" + relative.removeprefix("tests/filetests/")
                jobs.append((name, checker(relative, name, [c.strip() for c in commands])))
        return jobs

    def jit(self, preset):
        early = self.py(preset, "jit", JIT_SWITCHES)
        deopt = self.py(preset, "jit-deopt", JIT_DEOPT)
        recycled = self.py(preset, "jit-recycle", JIT_RECYCLE)
        # Each tenth, and all of what is about threads or the compiler itself.
        sample = [job for job in recycled if job[0].split("/")[1] in ("threads", "jit") or one_of(10, job[0])]
        if preset == "release":
            return early + deopt + self.py(preset, "jit-reference", JIT_REFERENCE) + sample
        if self.options.forced == "few":
            step = SANITIZED_STEP[preset]
            deopt = [job for job in deopt if one_of(step, job[0])]
            chosen = {name for name, _ in sample if one_of(step, name)} | {name for name, _ in recycled if one_of(12, name)}
            sample = [job for job in recycled if job[0] in chosen or job[0].endswith(("/fork_from_threads", "/fork_while_classes_change"))]
        return (early if preset == "asan" else []) + deopt + sample

    def py(self, preset, suite="py", switches=INTERPRETED):
        baseline = suite == "py" and self.compares_with_python()
        suite = label(suite, preset)
        switches = () if self.runtime else switches
        def checker(path, name):
            def check():
                trouble = self.compare_with_files(path, lambda p, env: self.run_program(preset, [*switches, p], 120, env), "")
                if not trouble and baseline:
                    trouble = self.compare_with_files(path, lambda p, env: self.run_python([p], 60, env), "python3.11 itself: ")
                yield Outcome(name, not trouble, trouble)
            return check
        jobs = []
        for path in python_tests(self.root / "tests/py"):
            if preset != "release" and not self.runtime and b"\n# Not under sanitizers: " in path.read_bytes():
                continue
            name = f"{suite}/" + str(path.relative_to(self.root / "tests/py"))[:-3]
            jobs.append((name, checker(path, name)))
        return jobs

    def compare_with_files(self, path, run, who):
        out_file, err_file = path.with_suffix(".out"), path.with_suffix(".err")
        if not out_file.exists():
            return f"{out_file.name} is missing: run tests/py/regenerate {path.relative_to(self.root)}"
        wanted_out = out_file.read_bytes().decode()  # bytes: a carriage return counts
        wanted_err = err_file.read_bytes().decode() if err_file.exists() else "[exit 0]\n"
        with tempfile.TemporaryDirectory() as scratch:
            ran = run(str(path.relative_to(self.root)), {"TMPDIR": scratch})
        if ran.timed_out:
            return f"{who}{ran.trouble()}\n{ran.text()}"
        trouble = differences(out_file.name, wanted_out, without_root(ran.out, self.root))
        trouble += differences(err_file.name, wanted_err, expected_error_text(ran, self.root))
        return who + trouble if trouble else ""

    def fuzz(self, preset):
        def checker(first, last, name):
            def check():
                ran = self.run([PYTHON, "tests/fuzz/differential.py", "--seeds", f"{first}:{last}", "--jobs", "1",
                                "--eider", str(self.root / "build" / preset / "eider")], 300)
                yield Outcome(name, ran.code == 0, "" if ran.code == 0 else f"{ran.trouble()}\n{ran.text()}")
            return check
        if not self.compares_with_python() or self.runtime:
            return []
        jobs = [(f"{label('fuzz', preset)}/{first}", checker(first, first + 20, f"{label('fuzz', preset)}/{first}"))
                for first in range(0, FUZZED, 20)]
        return jobs

    def stress_jit(self, preset):
        jobs = self.stress(preset, "stress_jit", JIT_SWITCHES)
        if self.options.forced == "all":
            for name, switches in STRESS_FORCED.items():
                jobs += self.stress(preset, f"stress_jit-{name}", switches)
        return jobs

    def stress(self, preset, suite="stress", switches=INTERPRETED):
        seed = str(self.round + 1)
        switches = () if self.runtime else switches
        def checker(path, name):
            def check():
                ran = self.run_program(preset, [*switches, *flags_of(self.root / path, self.runtime), path], 180, {"EIDER_STRESS_SEED": seed})
                yield Outcome(name, ran.code == 0, "" if ran.code == 0 else f"run {seed}: {ran.trouble()}\n{ran.text()}")
            return check
        jobs = []
        for folder in ("stress", "tests/py/threads"):
            for path in sorted((self.root / folder).rglob("*.py")):
                if not path.name.startswith("_"):
                    relative = str(path.relative_to(self.root))
                    name = label(suite, preset) + "/" + relative.removeprefix("stress/").removeprefix("tests/py/")[:-3]
                    if suite.startswith("stress_jit-") and "--invalidation=flag" in flags_of(path, self.runtime):
                        continue  # shows that races are seen in code that stays as long as it can
                    jobs.append((name, checker(relative, name)))
        return jobs

    def examples(self, preset):
        texts = sorted(str(p) for p in Path("/usr/share/common-licenses").glob("*") if p.is_file() and not p.is_symlink())
        arguments = {"word_count": texts}

        def checker(path, name):
            def check():
                command = [str(path.relative_to(self.root)), *arguments.get(path.stem, [])]
                ran = self.run_program(preset, command, 60)
                trouble = f"{ran.trouble()}\n{ran.text()}" if ran.code != 0 or not ran.out else ""
                if not trouble and self.compares_with_python():
                    wanted = self.run_python(command, 60)
                    trouble = differences(path.name, without_times(wanted.out), without_times(ran.out))
                yield Outcome(name, not trouble, trouble)
            return check
        suite = label("examples", preset)
        return [(f"{suite}/{p.stem}", checker(p, f"{suite}/{p.stem}")) for p in sorted((self.root / "examples").glob("*.py"))]

    def cpython(self, preset):
        if not cpython_suite.TESTS.is_dir():
            if self.runtime or preset != "release":
                return []
            return [("cpython", lambda: [Outcome("cpython", False, f"{cpython_suite.TESTS} does not exist: scripts/test installs it")])]

        def checker(module, passes):
            command = self.program(preset) + ([] if self.runtime else shlex.split(self.options.flags))
            patience = self.options.patience * PRESETS[preset][0]
            return lambda: [Outcome(*row) for row in cpython_suite.judge(command, module, passes, patience)]
        wanted = ("fast",) if self.options.cpython == "fast" else ("fast", "slow")
        modules = cpython_suite.read_modules().items()
        return [(f"{label('cpython', preset)}/{module}", checker(module, passes)) for module, (part, passes) in modules if part in wanted]

    def embed(self, preset):
        def check():
            ran = self.run([PYTHON, "tests/embed_outside.py", "--build", f"build/{preset}"], 600)
            verdicts = re.findall(r"^(ok|FAILED) (.*)\n((?:    .*\n)*)", ran.out, re.M)
            for verdict, name, text in verdicts:
                yield Outcome(f"embed/{name}", verdict == "ok", text)
            if not verdicts or (ran.code != 0 and all(verdict == "ok" for verdict, _, _ in verdicts)):
                yield Outcome("embed", False, ran.trouble() + "\n" + ran.text())
        return [] if self.runtime else [("embed", check)]

    def bench(self, preset):
        def checker(command, name):
            def check():
                ran = self.run_program(preset, command, 60)
                trouble = f"{ran.trouble()}\n{ran.text()}" if ran.code != 0 or "result " not in ran.out else ""
                if not trouble and self.compares_with_python():
                    wanted = self.run_python(command, 60)
                    trouble = differences(name, results_of(wanted.out), results_of(ran.out))
                yield Outcome(name, not trouble, trouble)
            return check
        def limit():
            command = [PYTHON, "bench/limit", "--quick", "--runs", "1", "--runtime", f"eider={shlex.join(self.program(preset))}"]
            ran = self.run([*command, "--only", "eider"], 120)
            yield Outcome(f"{label('bench', preset)}/limit", ran.code == 0, f"{ran.trouble()}\n{ran.text()}")
        jobs = [] if self.runtime else [(f"{label('bench', preset)}/limit", limit)]
        for folder, harness in (("programs", "harness.py"), ("scaling_programs", "scaling_harness.py")):
            for path in sorted((self.root / "bench" / folder).glob("*.py")):
                name = f"{label('bench', preset)}/{folder}/{path.stem}"
                jobs.append((name, checker([f"bench/{harness}", str(path.relative_to(self.root)), "--quick"], name)))
        return jobs


# -- texts -------------------------------------------------------------------------------------------------------------

def shortened(text):
    """Beginning and end: a sanitizer says first what is wrong, and last in one line."""
    text = text.rstrip()
    return text if len(text) <= SHOWN else f"{text[:SHOWN * 2 // 3]}\n[...]\n{text[-SHOWN // 3:]}"


def one_of(count, name):
    """Whether a test belongs to a sample of one in so many; the same for ever, whatever tests are added."""
    return zlib.crc32(name.partition("/")[2].encode()) % count == 3 % count


def label(suite, preset):
    return suite if preset == "release" else f"{suite}-{preset}"


def python_tests(folder):
    """The programs of tests/py: NAME.py directly in an area's folder. Deeper folders hold modules that tests import."""
    return sorted(p for p in folder.glob("*/*.py") if not p.name.startswith("_"))


def flags_of(path, runtime):
    """What a stress program wants on the command line (`# Flags: --gc-every=7`); nothing for other runtimes."""
    found = re.search(r"^# Flags: (.+)$", path.read_text("utf-8"), re.M)
    return shlex.split(found[1]) if found and not runtime else []


def differences(name, wanted, got):
    if wanted == got:
        return ""
    lines = list(difflib.unified_diff(wanted.splitlines(), got.splitlines(), f"{name} (expected)", f"{name} (printed)",
                                      lineterm="", n=2))
    if not lines:
        return f"{name}: differs only in line ends: expected {wanted[-40:]!r}, printed {got[-40:]!r}\n"
    if len(lines) > 60:
        lines[60:] = [f"... and {len(lines) - 60} more lines"]
    return "\n".join(lines) + "\n"


def without_root(text, root):
    """Paths relative to the repository, wherever it stands."""
    return text.replace(f"{root}/", "")


def expected_error_text(ran, root):
    """Standard error as NAME.err holds it: paths relative to the repository, no frames inside the standard library
    (native modules have none), and the exit code in the last line."""
    kept, inside_library = [], False
    for line in without_root(ran.err, root).splitlines():
        frame = re.match(r'(?:[ |+-]*)File "([^"]*)", line \d+', line)
        if frame:
            inside_library = re.match(r"/usr/lib/python3|<frozen ", frame[1]) is not None
        elif not re.match(r"[ |]* {4}", line):
            inside_library = False
        if not inside_library:
            kept.append(line + "\n")
    return "".join(kept) + f"[exit {ran.code}]\n"


def without_times(text):
    return re.sub(r"\d+(\.\d+)? (seconds|ms|s)\b", "TIME", text)


def results_of(text):
    return "\n".join(line for line in text.splitlines() if line.startswith("result "))


def read_gtest_report(path):
    """[(case, failure text or "")] of a GoogleTest JSON report, or None when there is none."""
    try:
        report = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    cases = []
    for group in report.get("testsuites", []):
        for case in group.get("testsuite", []):
            if case.get("result") == "SKIPPED" or case.get("status") == "NOTRUN":
                continue
            trouble = "\n".join(f["failure"] for f in case.get("failures", []))
            cases.append((f"{group['name']}.{case['name']}", trouble))
    return cases


def read_known_failures(path):
    known = {}
    if path.exists():
        for line in path.read_text().splitlines():
            name, _, reason = line.partition(" ")
            if name and not name.startswith("#"):
                known[name] = reason.strip()
                if name.startswith("py/"):  # what the interpreter cannot, compiled code cannot
                    known.setdefault("jit/" + name[3:], reason.strip())
    return known


# -- the whole ---------------------------------------------------------------------------------------------------------

def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    # Which of CPython's tests depend on when something is collected is not known well enough yet: they are run by name.
    parser.add_argument("--suite", default=",".join(s for s in SUITES if s != "cpython"), help="comma-separated; default: all but cpython")
    parser.add_argument("--preset", help="comma-separated builds, where a suite has several: without it those that the list "
                        "above names")
    parser.add_argument("--flags", default="", metavar="TEXT", help="put on the command line of Eider's own builds")
    parser.add_argument("--filter", default="", metavar="RE", help="only tests whose name matches")
    parser.add_argument("--runtime", metavar="CMD", help="runs Python programs with CMD instead of build/PRESET/eider")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="tests at once (default: the number of cores)")
    parser.add_argument("--patience", type=float, default=1.0, metavar="FACTOR", help="multiplies every time limit")
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="prints the N tests that took longest, in seconds")
    parser.add_argument("--cpython", choices=("fast", "all"), default="fast", help="which of python3.11's test modules (default: fast)")
    parser.add_argument("--forced", choices=("few", "all"), default="few", help="which programs run under forced states and a "
                        "sanitizer at once, or race under them (default: few)")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="runs everything N times; races with other seeds each time")
    parser.add_argument("--list", action="store_true", help="prints the names only")
    parser.add_argument("--verbose", action="store_true", help="prints passed tests too")
    parser.add_argument("--root", default=str(Path(__file__).resolve().parent.parent), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    options.suite = options.suite.split(",")
    options.preset = options.preset.split(",") if options.preset else []
    for suite in options.suite:
        if suite not in SUITES:
            parser.error(f"unknown suite {suite!r}; there are: {', '.join(SUITES)}")
    for preset in options.preset:
        if preset not in PRESETS:
            parser.error(f"unknown preset {preset!r}; there are: {', '.join(PRESETS)}")
    return options


def collect(driver, options):
    jobs = []
    for suite in SUITES:
        if suite not in options.suite:
            continue
        if options.runtime:  # the builds are not involved
            presets = [] if suite in ("unit", "jit", "stress_jit") else ["release"]
        elif suite in SANITIZED:
            presets = options.preset or list(PRESETS)
        elif suite in OF_ANY_PRESET:
            presets = options.preset or (["release", "tsan", "asan"] if suite == "jit" else ["release"])
        else:
            presets = ["release"]
        for preset in presets:
            program = Path(options.root) / "build" / preset / "eider"
            if suite in OF_ANY_PRESET + ("stress", "stress_jit") and not options.runtime and not os.access(program, os.X_OK):
                jobs.append((label(suite, preset), driver.not_built(program, label(suite, preset))))
            else:
                for driver.round in range(options.repeat):
                    jobs += getattr(driver, suite)(preset)
    if options.filter:
        # A unit binary is one job with many cases: it is run when its name or the filter's beginning fits.
        wanted = re.compile(options.filter)
        jobs = [(name, check) for name, check in jobs if wanted.search(name)]
    return jobs


def main(arguments=None):
    options = parse_arguments(arguments)
    # A shell starts background jobs with the interrupt ignored, and children inherit that; tests expect it to work.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    driver = Driver(options.root, options)
    jobs = collect(driver, options)
    if options.list:
        print("\n".join(name for name, _ in jobs))
        return 0
    known = {} if options.runtime else {**read_known_failures(Path(options.root) / "tests/known_failures.txt"),
                                        **cpython_suite.known_failures()}
    totals, excused, recovered = {}, [], []  # totals: suite -> [passed, failed]
    took = []  # (seconds, name) of each job
    printing = threading.Lock()
    begin = time.monotonic()

    def finish(name, check):
        job_begin = time.monotonic()
        try:
            outcomes = list(check())
        except Exception as error:  # noqa: BLE001  the driver's own trouble with one test must not hide the others
            outcomes = [Outcome(name, False, f"the driver failed: {type(error).__name__}: {error}")]
        with printing:
            took.append((time.monotonic() - job_begin, name))
            for outcome in outcomes:
                everywhere = re.sub(r"^(\w+)(-\w+)+/", r"\1/", outcome.name)  # what release cannot, no other build can
                if outcome.name in known or everywhere in known:
                    (recovered if outcome.passed else excused).append(outcome.name)
                    continue
                totals.setdefault(outcome.name.split("/")[0], [0, 0])[not outcome.passed] += 1
                if not outcome.passed:
                    print(f"FAILED {outcome.name}\n" + "".join(f"    {line}\n" for line in outcome.message.splitlines()), flush=True)
                elif options.verbose:
                    print(f"ok {outcome.name}", flush=True)

    with ThreadPoolExecutor(max(1, options.jobs)) as pool:
        for future in [pool.submit(finish, name, check) for name, check in jobs]:
            future.result()

    passed = sum(counts[0] for counts in totals.values())
    failed = sum(counts[1] for counts in totals.values())
    for suite, (good, bad) in totals.items():
        print(f"{suite:14} {good:5} passed {bad:5} failed")
    if excused or recovered:
        print(f"known failures, not counted: {len(excused)} (tests/known_failures.txt)")
    for name in recovered:
        print(f"passes now, to be taken from its list of failures: {name}")
    for seconds, name in sorted(took, reverse=True)[:options.slowest]:
        print(f"{seconds:7.1f} s  {name}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"in {time.monotonic() - begin:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of processor time")
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
