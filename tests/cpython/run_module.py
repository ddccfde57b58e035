"""Runs one of CPython's own test modules with unittest, and writes down what became of each test as it happens.

    eider tests/cpython/run_module.py test_int REPORT [--resources cpu,network] [--skip ID]... [--only RE]

REPORT gets one JSON array a line: ["begin", ID] before a test, ["end", ID, VERDICT, TEXT] after it, ["done"] at the
end; VERDICT is pass, fail, error or skip, and ID what unittest calls the test, without the leading `test.test_int.`. The
driver (suite.py) reads the file while it grows: it finds out which test the process died in or does not come back
from, and starts again behind it with --skip.
"""
import argparse
import json
import os
import re
import sys
import traceback
import unittest


class Report(unittest.TestResult):
    """Each test's first trouble; subtests count as their test."""

    def __init__(self, file, prefix):
        super().__init__()
        self.file = file
        self.prefix = prefix
        self.verdict = None

    def write(self, *line):
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()

    def name(self, test):
        return test.id().removeprefix(self.prefix)

    def startTest(self, test):
        super().startTest(test)
        self.verdict = None
        self.write("begin", self.name(test))

    def note(self, test, verdict, text):
        if self.verdict is None or (self.verdict[0] == "skip" and verdict != "skip"):
            self.verdict = (verdict, text)
        if not isinstance(test, unittest.TestCase) or not hasattr(test, "_testMethodName"):  # a fixture of a class or module
            self.write("end", self.name(test), verdict, text)

    def stopTest(self, test):
        self.write("end", self.name(test), *(self.verdict or ("pass", "")))
        super().stopTest(test)

    def text(self, error):
        return "".join(traceback.format_exception(*error))

    def addError(self, test, error):
        self.note(test, "error", self.text(error))

    def addFailure(self, test, error):
        self.note(test, "fail", self.text(error))

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.note(test, "fail" if issubclass(error[0], test.failureException) else "error", f"{subtest}\n{self.text(error)}")

    def addSkip(self, test, reason):
        self.note(test, "skip", reason)

    def addUnexpectedSuccess(self, test):
        self.note(test, "fail", "unexpected success")


def each_test(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from each_test(test)
        else:
            yield test


def without(suite, wanted):
    """The suite, its groups kept (fixtures of classes depend on them), with the tests for which wanted(test) holds."""
    if not isinstance(suite, unittest.TestSuite):
        return suite if wanted(suite) else None
    return type(suite)(kept for kept in (without(test, wanted) for test in suite) if kept is not None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("module")
    parser.add_argument("report")
    parser.add_argument("--resources", default="")
    parser.add_argument("--skip", action="append", default=[])
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    sys.argv[1:] = []
    with open(options.report, "a") as file:
        name = "test." + options.module
        report = Report(file, name + ".")
        try:
            from test import support
            support.use_resources = [part for part in options.resources.split(",") if part]
            tests = unittest.defaultTestLoader.loadTestsFromName(name)
        except unittest.SkipTest as skip:
            report.write("end", "import", "skip", str(skip))
        except BaseException as error:
            report.write("end", "import", "error", "".join(traceback.format_exception(error)))
        else:
            skipped, only = set(options.skip), re.compile(options.only)
            wanted = lambda test: report.name(test) not in skipped and only.search(report.name(test))
            without(tests, wanted).run(report)
        report.write("done")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # a failed test may have left threads behind that wait for ever


if __name__ == "__main__":
    main()
