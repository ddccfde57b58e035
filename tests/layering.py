#!/usr/bin/python3.11
"""Checks that no include under src/ points up the layer table, and that CMake's link lists say the same.

    tests/layering.py [--root DIR]    exit code 1 and a line per offence
    tests/layering.py --self-test     shows on small made-up trees that each kind of offence is found
    tests/layering.py --table         prints the table as Markdown (docs/ARCHITECTURE.md has a copy)

The table below is the only place where the order is written for the tests. A file of layer L may include "L/..." and
"K/..." for every K that L's row names. What has no layer (<system> headers, "eider/..." from include/) is allowed where
the row of PUBLIC_HEADERS says so.
"""
import argparse
import re
import sys
import tempfile
from pathlib import Path

# layer -> the layers directly named by its row; `may_include` adds what those may include.
TABLE = {
    "base": (),
    "threads": ("base",),
    "gc": ("threads",),
    "objects": ("gc", "bytecode"),  # the operator kinds: docs/decisions/001-objects-know-operator-kinds.md
    "builtins": ("objects",),
    "bytecode": ("base",),
    "frontend": ("bytecode",),
    "vm": ("builtins", "bytecode"),
    "jit": ("vm",),
    "runtime": ("frontend", "vm"),
    "modules": ("runtime",),
    "embed": ("modules", "jit"),
    "cli": ("embed",),
}
PUBLIC_HEADERS = ("embed", "cli")  # who may include include/eider/
# The stencils are operations of the trace IR compiled as templates: they see what jit sees, and nothing sees them.
EXTRA_FOLDERS = {"stencils": ("jit",)}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">]', re.M)
COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
SOURCES = ("*.h", "*.hpp", "*.cpp", "*.cc", "*.c", "*.inc", "*.def")


def may_include(layer):
    """The layer itself and everything below it."""
    found, todo = set(), [layer]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(TABLE.get(name) or EXTRA_FOLDERS.get(name, ()))
    return found


def without_comments(text):
    """Comments are blanked, line numbers kept; quoted text (include paths among it) stays."""
    return COMMENT.sub(lambda m: m[0] if m[0][0] == '"' else re.sub(r"[^\n]", " ", m[0]), text)


def check_includes(root, problems):
    """Returns how many files were read."""
    count = 0
    folders = [(layer, root / "src" / layer) for layer in TABLE] + [(name, root / name) for name in EXTRA_FOLDERS]
    for folder in sorted((root / "src").iterdir()) if (root / "src").is_dir() else []:
        if folder.is_dir() and folder.name not in TABLE:
            problems.append(f"src/{folder.name}: is not in the layer table of tests/layering.py")
    for layer, folder in folders:
        allowed = may_include(layer)
        for path in sorted({p for pattern in SOURCES for p in folder.rglob(pattern)}):
            count += 1
            where = path.relative_to(root)
            text = without_comments(path.read_text("utf-8", "replace"))
            for match in INCLUDE.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                kind, name = match.groups()
                first, slash, _ = name.partition("/")
                if ".." in name.split("/"):
                    problems.append(f'{where}:{line}: "{name}" hides its layer; write "layer/file.h"')
                elif first in TABLE and slash:
                    if first not in allowed:
                        problems.append(f'{where}:{line}: {layer} may not include "{name}": {first} is not below it')
                    elif kind == "<":
                        problems.append(f'{where}:{line}: <{name}> should be written "{name}"')
                elif first in EXTRA_FOLDERS and slash and layer != first:
                    problems.append(f'{where}:{line}: {layer} may not include "{name}": nothing includes {first}')
                elif first == "eider" and slash and layer not in PUBLIC_HEADERS:
                    problems.append(f'{where}:{line}: {layer} may not include the public header "{name}"')
                elif kind == '"' and not slash and not (path.parent / name).exists():
                    problems.append(f'{where}:{line}: "{name}" names no layer and is not beside the file')
    return count


def check_link_lists(root, problems):
    """The DEPENDS list of src/LAYER/CMakeLists.txt may not name what the layer may not include."""
    for layer in TABLE:
        path = root / "src" / layer / "CMakeLists.txt"
        if not path.exists():
            continue
        text = re.sub(r"#[^\n]*", "", path.read_text())
        names = set(re.findall(r"\beider_(\w+)", text)) & TABLE.keys()
        for depends in re.findall(r"\bDEPENDS\s+((?:[a-z_]+\s*)+)", text):
            names |= set(depends.split()) & TABLE.keys()
        for name in sorted(names - may_include(layer)):
            problems.append(f"{path.relative_to(root)}: {layer} may not link {name}: it is not below it")


def check(root):
    problems = []
    count = check_includes(root, problems)
    check_link_lists(root, problems)
    return problems, count


def self_test():
    """Each case: files of a small tree, and what the one offence must say (None: there must be none)."""
    cases = [
        ("down is fine", {"src/gc/a.h": '#include "base/check.h"\n#include "threads/t.h"\n#include <vector>\n'}, None),
        ("within a layer is fine", {"src/vm/a.h": '#include "vm/b.h"\n', "src/vm/uops/u.h": '#include "vm/a.h"\n'}, None),
        ("up is an offence", {"src/base/a.h": '#include "gc/heap.h"\n'}, "base may not include"),
        ("up from a deeper folder", {"src/builtins/list/sort.cpp": '#include "vm/frame.h"\n'}, "builtins may not include"),
        ("sideways is an offence", {"src/frontend/p.cpp": '#include "objects/value.h"\n'}, "frontend may not include"),
        ("jit is not below runtime", {"src/runtime/r.cpp": '#include "jit/j.h"\n'}, "runtime may not include"),
        ("spaces do not hide it", {"src/base/a.h": '  #  include   "gc/heap.h"\n'}, "base may not include"),
        ("angle brackets do not hide it", {"src/base/a.h": "#include <gc/heap.h>\n"}, "base may not include"),
        ("dots do not hide it", {"src/base/a.h": '#include "../gc/heap.h"\n'}, "hides its layer"),
        ("a comment is no include", {"src/base/a.h": '// #include "gc/heap.h"\n/*\n#include "vm/x.h"\n*/\n'}, None),
        ("the line is named", {"src/base/a.h": '/* a\n b */\n\n#include "vm/x.h"\n'}, "src/base/a.h:4:"),
        ("no layer named", {"src/base/a.h": '#include "check.h"\n'}, "names no layer"),
        ("an unknown folder", {"src/misc/a.h": ""}, "not in the layer table"),
        ("the public header is for the doors", {"src/vm/a.cpp": '#include "eider/eider.hpp"\n'}, "public header"),
        ("embed may use the public header", {"src/embed/a.cpp": '#include "eider/eider.hpp"\n'}, None),
        ("a link list that points up", {"src/gc/CMakeLists.txt": "eider_library(gc DEPENDS objects threads base)\n"}, "may not link objects"),
        ("a link target that points up", {"src/gc/CMakeLists.txt": "target_link_libraries(eider_gc PRIVATE eider_vm)\n"}, "may not link vm"),
        ("stencils see jit", {"stencils/s.cpp": '#include "jit/ir.h"\n'}, None),
        ("stencils do not see runtime", {"stencils/s.cpp": '#include "runtime/runtime.h"\n'}, "stencils may not include"),
    ]
    failures = 0
    for title, files, wanted in cases:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            problems, _ = check(Path(folder))
        good = not problems if wanted is None else len(problems) == 1 and wanted in problems[0]
        failures += not good
        if not good:
            print(f"self-test {title!r}: expected {wanted!r}, found {problems}")
    print(f"{len(cases)} self-test cases, {failures} failed")
    return 1 if failures else 0


def print_table():
    print("| folder | may include |\n|---|---|")
    for layer in TABLE:
        below = [name for name in reversed(TABLE) if name in may_include(layer) and name != layer]
        print(f"| `src/{layer}` | {', '.join(below) or '-'} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    if options.table:
        print_table()
        return 0
    problems, count = check(options.root)
    if count == 0:
        problems.append(f"{options.root}/src: no source file found")
    for problem in problems:
        print(problem)
    print(f"{count} files read, {len(problems)} offences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
