#!/usr/bin/env python3.11
"""Compares frontend_dump's trees with this Python's ast for every .py file below some folders.

usage: python3.11 tests/tools/compare_frontend.py FRONTEND_DUMP FOLDER_OR_FILE...
Exit status 1 when a tree differs, or a program is accepted by one side only.
"""
import ast
import os
import subprocess
import sys
import warnings


def files_below(roots):
    for root in roots:
        if os.path.isfile(root):
            yield root
        for folder, _, names in os.walk(root):
            for name in sorted(names):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def tree_of(path):
    try:
        with open(path, "rb") as file:
            return ast.dump(ast.parse(file.read()), include_attributes=True, indent=1) + "\n"
    except (SyntaxError, ValueError):
        return None


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    dump, *roots = sys.argv[1:]
    same = refused = different = 0
    for path in files_below(roots):
        run = subprocess.run([dump, "ast", path], capture_output=True)
        ours = run.stdout.decode("utf-8", "surrogatepass") if run.returncode == 0 else None
        theirs = tree_of(path)
        if ours == theirs:
            same += theirs is not None
            refused += theirs is None
            continue
        different += 1
        print("differs:", path)
        for line, (a, b) in enumerate(zip((theirs or "refused").split("\n"), (ours or "refused").split("\n")), 1):
            if a != b:
                print(f"  line {line}: python {a.strip()[:80]!r}, eider {b.strip()[:80]!r}")
                break
    print(f"{same} trees the same, {refused} files refused by both, {different} different")
    sys.exit(different > 0)


main()
