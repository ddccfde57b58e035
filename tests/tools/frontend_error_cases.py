#!/usr/bin/env python3.11
"""Rewrites the expectations in tests/filetests/errors/*.txt with what this Python says.

usage: python3.11 tests/tools/frontend_error_cases.py FILE...

A file is a list of cases: a line "=== exec" (or eval, single), the program, a line "--- " with the kind, the place and the
text, and a line with the message. A program's last line end is not part of it.
"""
import ast
import sys
import warnings


def expectation(source, mode):
    try:
        compile(source, "<no such file>", mode, ast.PyCF_ONLY_AST)
    except SyntaxError as e:
        place = f"{e.lineno}:{e.offset} {e.end_lineno}:{e.end_offset}"
        return f"--- {type(e).__name__} {place} {e.text!r}\n{e.msg}\n"
    except ValueError as e:
        return f"--- {type(e).__name__}\n{e}\n"
    sys.exit(f"accepted: {source!r}")


def main():
    warnings.simplefilter("ignore")
    for path in sys.argv[1:]:
        text = open(path, encoding="utf-8").read()
        head, *cases = text.split("=== ")
        for i, case in enumerate(cases):
            mode, rest = case.split("\n", 1)
            source = rest.split("\n--- ")[0]
            if "\n--- " not in rest:
                source = source.rstrip("\n")
            cases[i] = f"{mode}\n{source}\n{expectation(source, mode)}"
        open(path, "w", encoding="utf-8").write("=== ".join([head, *cases]))


main()
