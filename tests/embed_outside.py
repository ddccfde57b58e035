#!/usr/bin/python3.11
"""Installs a build into an empty prefix and builds the C++ examples outside, as hosts do.

    tests/embed_outside.py [--build build/release] [--compilers g++,clang++-19]

With each compiler through find_package, once more through pkg-config; the examples' output is compared. Prints a line
`ok NAME` or `FAILED NAME` per check; exit code 1 when one failed.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = {
    "embed_hello": "hello world 42\n"
                   "Traceback (most recent call last):\n"
                   '  File "<string>", line 1, in <module>\n'
                   "ZeroDivisionError: division by zero\n",
    "embed_threads": "16 threads, 32000 calls, sum 34912000 as expected, closed\n",
}
failed = False


def check(name, passed, text=""):
    global failed
    print(f"{'ok' if passed else 'FAILED'} {name}", flush=True)
    if not passed:
        failed = True
        print("".join(f"    {line}\n" for line in text.splitlines()), end="", flush=True)
    return passed


def run(*command, env=None):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600,
                          env={**os.environ, **(env or {})})
    return done.returncode, done.stdout


def step(name, *command, env=None):
    code, text = run(*command, env=env)
    return check(name, code == 0, f"$ {' '.join(map(str, command))}\nexit code {code}\n{text}")


def check_output(name, program, env=None):
    code, text = run(program, env=env)
    wanted = EXPECTED[Path(program).name]
    check(name, code == 0 and text == wanted, f"exit code {code}\nexpected:\n{wanted}\nprinted:\n{text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=ROOT / "build/release")
    parser.add_argument("--compilers", default="g++,clang++-19")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        prefix = folder / "prefix"
        if not step("install", "cmake", "--install", options.build, "--prefix", prefix):
            return 1
        code, text = run(prefix / "bin/eider", "-c", "print(6 * 7)")
        check("installed program", (code, text) == (0, "42\n"), f"exit code {code}\n{text}")
        compilers = [c for c in options.compilers.split(",") if shutil.which(c)]
        if not check("a compiler", bool(compilers), "none of " + options.compilers):
            return 1
        outside = folder / "examples"  # a copy: nothing of the source tree is in reach
        outside.mkdir()
        for name in ["CMakeLists.txt", *(f"{e}.cpp" for e in EXPECTED)]:
            shutil.copy(ROOT / "examples" / name, outside)
        for compiler in compilers:
            build = folder / f"build-{compiler}"
            if step(f"{compiler}: configure", "cmake", "-G", "Ninja", "-S", outside, "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}",
                    f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Release") and \
                    step(f"{compiler}: build", "cmake", "--build", build, "-j2"):
                for example in EXPECTED:
                    check_output(f"{compiler}: {example}", build / example)
        library = next(prefix.glob("lib*/**/pkgconfig"), None)
        if check("eider.pc", library is not None) and shutil.which("pkg-config"):
            env = {"PKG_CONFIG_PATH": str(library)}
            code, flags = run("pkg-config", "--cflags", "--libs", "eider", env=env)
            if check("pkg-config", code == 0, flags) and \
                    step("pkg-config: build", compilers[0], outside / "embed_hello.cpp", "-o", folder / "embed_hello", *flags.split()):
                check_output("pkg-config: embed_hello", folder / "embed_hello", env={"LD_LIBRARY_PATH": str(library.parent)})
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
