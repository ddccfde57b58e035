#!/usr/bin/python3.11
"""Shows that tests/run_tests.py reports a failure as a failure: small made-up trees, one claim each.

Prints `ok NAME` or `FAILED NAME` for each case. The runtime in these trees is python3.11 or a shell script.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

PYTHON = "/usr/bin/python3.11"
DRIVER = Path(__file__).resolve().parent / "run_tests.py"
HELLO = "print('hello')\n"
GTEST_REPORT = '{"testsuites": [{"name": "A", "testsuite": [{"name": "good"}, {"name": "bad"%s}]}]}'
UNIT = """#!/bin/bash
report=${2#--gtest_output=json:}
%s
"""


def unit(script):
    return {"build/release/unit_base": UNIT % script}


# title, files, driver arguments, last line expected, text that must appear
CASES = [
    ("a right output passes", {"tests/py/a/t.py": HELLO, "tests/py/a/t.out": "hello\n"}, "py", "1 passed, 0 failed", ""),
    ("a wrong output fails", {"tests/py/a/t.py": HELLO, "tests/py/a/t.out": "hullo\n"}, "py", "0 passed, 1 failed", "-hullo"),
    ("a missing line end fails", {"tests/py/a/t.py": HELLO, "tests/py/a/t.out": "hello"}, "py", "0 passed, 1 failed", "line ends"),
    ("no expected output fails", {"tests/py/a/t.py": HELLO}, "py", "0 passed, 1 failed", "is missing"),
    ("an unexpected exit code fails", {"tests/py/a/t.py": HELLO + "raise SystemExit(3)", "tests/py/a/t.out": "hello\n"}, "py",
     "0 passed, 1 failed", "+[exit 3]"),
    ("an unexpected warning on stderr fails", {"tests/py/a/t.py": "import sys; sys.stderr.write('oh')", "tests/py/a/t.out": ""},
     "py", "0 passed, 1 failed", "+oh"),
    ("an expected traceback passes",
     {"tests/py/a/t.py": "1/0\n", "tests/py/a/t.out": "", "tests/py/a/t.err":
      'Traceback (most recent call last):\n  File "tests/py/a/t.py", line 1, in <module>\n    1/0\n    ~^~\n'
      "ZeroDivisionError: division by zero\n[exit 1]\n"}, "py", "1 passed, 0 failed", ""),
    ("a missing traceback fails", {"tests/py/a/t.py": "", "tests/py/a/t.out": "", "tests/py/a/t.err": "Oops\n[exit 1]\n"}, "py",
     "0 passed, 1 failed", "-Oops"),
    ("an endless program fails", {"tests/py/a/t.py": "while True: pass\n", "tests/py/a/t.out": ""}, "py", "0 passed, 1 failed",
     "no end after"),
    ("a dying program fails", {"stress/a/t.py": "import os; os.abort()\n"}, "stress", "0 passed, 1 failed", "killed by SIGABRT"),
    ("a failing assertion fails", {"stress/a/t.py": "assert 1 == 2, 'lost an item'\n"}, "stress", "0 passed, 1 failed", "lost an item"),
    ("helpers are no tests", {"stress/a/_h.py": "assert False\n", "stress/a/t.py": ""}, "stress", "1 passed, 0 failed", ""),
    ("no test at all is no success", {"stress/a/_h.py": ""}, "stress", "0 passed, 0 failed", ""),
    ("golden text that differs fails", {"tests/filetests/a.txt": "RUN: echo one | diff - %s.expected\n",
                                        "tests/filetests/a.txt.expected": "two\n"}, "golden", "0 passed, 1 failed", "> two"),
    ("each RUN line must succeed", {"tests/filetests/a.txt": "RUN: true\nRUN: false | cat\n"}, "golden", "0 passed, 1 failed", ""),
    ("golden text that agrees passes", {"tests/filetests/a.txt": "RUN: %eider -c 'print(1)' | diff - %s.expected\n",
                                        "tests/filetests/a.txt.expected": "1\n"}, "golden", "1 passed, 0 failed", ""),
    ("unit cases are counted", unit("echo '" + GTEST_REPORT % "" + "' >$report"), "unit", "2 passed, 0 failed", ""),
    ("a failed unit case fails", unit("echo '" + GTEST_REPORT % ', "failures": [{"failure": "1 != 2"}]' + "' >$report; exit 1"),
     "unit", "1 passed, 1 failed", "1 != 2"),
    ("a failing exit after good cases fails", unit("echo '" + GTEST_REPORT % "" + "' >$report; exit 66"), "unit",
     "2 passed, 1 failed", "exit code 66"),
    ("a dying unit test fails", unit("echo '[ RUN      ] A.x'; echo '[       OK ] A.x (0 ms)'; echo '[ RUN      ] A.y'; kill -SEGV $$"),
     "unit", "1 passed, 1 failed", "FAILED unit/base/A.y"),
    ("a program that was not built fails", {"stress/a/t.py": "", "build/release/other": ""}, "stress", "0 passed, 1 failed",
     "build/release/eider does not exist"),
    ("a unit test that was not built fails", {"tests/unit/gc_a_test.cpp": ""}, "unit", "0 passed, 1 failed", "unit_gc does not exist"),
    ("an example without output fails", {"examples/e.py": ""}, "examples", "0 passed, 1 failed", ""),
    ("an include that points up fails", {"src/base/a.h": '#include "vm/x.h"\n'}, "layering", "1 passed, 1 failed", "base may not include"),
    ("a known failure is not counted", {"stress/a/t.py": "1/0\n", "stress/a/u.py": "", "build/release/eider": f"#!/bin/sh\nshift\nexec {PYTHON} $*\n",
                                        "tests/known_failures.txt": "stress/a/t not yet\n"}, "stress", "1 passed, 0 failed", "not counted: 1"),
    ("a known failure that passes is shown", {"stress/a/t.py": "", "build/release/eider": f"#!/bin/sh\nshift\nexec {PYTHON} $*\n",
                                              "tests/known_failures.txt": "stress/a/t not yet\n", "stress/a/u.py": ""}, "stress",
     "1 passed, 0 failed", "passes now"),
]


def run_case(title, files, suite, last_line, text):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
            if name.startswith("build/"):
                path.chmod(0o755)
        if suite == "layering":
            (Path(folder) / "tests").mkdir(exist_ok=True)  # the check reads the tree it lies in
            (Path(folder) / "tests/layering.py").write_text((DRIVER.parent / "layering.py").read_text())
        patience = "0.03" if "endless" in title else "1"
        command = [PYTHON, str(DRIVER), "--root", folder, "--suite", suite, "--preset", "release", "--patience", patience]
        if not any(name.startswith("build/") for name in files) and suite != "unit":
            command += ["--runtime", PYTHON]
        ran = subprocess.run(command, capture_output=True, text=True)
    lines = ran.stdout.splitlines()
    wanted_code = 0 if last_line.endswith(" 0 failed") and not last_line.startswith("0 ") else 1
    good = bool(lines) and lines[-1] == last_line and text in ran.stdout and ran.returncode == wanted_code
    print(f"{'ok' if good else 'FAILED'} {title}")
    if not good:
        print(f"expected {last_line!r} and {text!r} and exit code {wanted_code}; exit code {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return good


if __name__ == "__main__":
    sys.exit(0 if all([run_case(*case) for case in CASES]) else 1)
