# SPDX-License-Identifier: MIT
"""Writes what python3.11 says of each program in a file of programs: python3.11 expect_errors.py FILE > NEW

A program ends with a line "--- kind|message|lineno|offset|end_lineno|end_offset", or "--- ok"; warnings come first, one line
each ("--- SyntaxWarning|message|lineno"). Old expectations and lines of "###" only separate programs.
"""
import sys
import warnings


def expectation(source):
    lines = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<string>", "exec", dont_inherit=True)
            last = "--- ok"
        except SyntaxError as e:
            last = f"--- {type(e).__name__}|{e.msg}|{e.lineno}|{e.offset}|{e.end_lineno}|{e.end_offset}"
    for one in caught:
        line = f"--- {one.category.__name__}|{one.message}|{one.lineno}"
        if line not in lines:  # CPython compiles some code twice
            lines.append(line)
    return lines + [last]


def main():
    program = []
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in [*file, "###\n"]:
            if line.startswith(("---", "###")):
                if program:
                    print("".join(program) + "\n".join(expectation("".join(program))))
                program = []
            else:
                program.append(line)


main()
