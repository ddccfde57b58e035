#!/usr/bin/python3.11
"""Runs random programs on python3.11 and on Eider, interpreted and compiled as early as possible, and compares what they print.

    tests/fuzz/differential.py --seeds 0:2000            seeds from 0 to 1999; --long: longer loops, default thresholds too
    tests/fuzz/differential.py --seeds 17 --keep DIR     one program; failing ones are written to DIR
    tests/fuzz/differential.py --seeds 17 --reduce       ... and made smaller as long as they fail
    tests/fuzz/differential.py --program FILE --reduce   the same for a program that exists
    tests/fuzz/differential.py --seeds 0:500 --threads 4 each in four threads at once, which share what is compiled
    tests/fuzz/differential.py --seeds 0:500 --fail-every 50
                                                         each 50th allocation fails: only how the programs end is looked at

A process runs twenty programs, as modules. Where it prints something else, or dies, those it did not get right are run again alone:
a program that fails only after others is reported with them. The exit code is 1 when there were failures.
"""
import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from random_program import generate  # noqa: E402

MEMORY = 2 << 30  # bytes a process may use
PYTHON = "/usr/bin/python3.11"
MODES = {
    "off": ("--jit=off",),
    "hot": ("--jit=on", "--jit-hot-loop=1", "--jit-hot-exit=2"),
    "on": ("--jit=on",),
}
ENDED = " before the end"
ALL = """import sys
sys.path.insert(0, {here!r})
sys.path.insert(0, {folder!r})
for name in {names!r}:
    print('program', name, flush=True)
    try:
        __import__(name)
    except Exception as e:
        print(type(e).__name__, e)
print('program end', flush=True)
"""


# Each program in several threads at once: with a namespace each, but one code, so that they share what is compiled. Another thread changes
# classes, functions and builtins all the time, but nothing that one could notice.
TOGETHER = """import builtins, gc, sys, threading, time
sys.path.insert(0, {here!r})
OBSERVE = 'from observe import Gate, error, finish, frames, note'
with open({here!r} + '/observe.py') as file:
    observe = compile(file.read(), 'observe.py', 'exec')

def run(code, name, said, gate):
    seen = {{'__name__': 'observe', 'print': said.append}}
    exec(observe, seen)
    space = {{'__name__': name, **{{n: seen[n] for n in ('Gate', 'error', 'finish', 'frames', 'note')}}}}
    spaces.append(space)
    gate.wait()
    try:
        exec(code, space)
    except Exception as e:
        said.append(type(e).__name__ + ' ' + str(e))

def disturb():
    n = 0
    while True:
        time.sleep(0.0002)
        n += 1
        try:
            for space in spaces[-{threads}:]:
                for value in list(space.values()):
                    if isinstance(value, type): value.unrelated = n
                    elif type(value) is type(run): value.unrelated = n
            what = ('len', 'range', 'abs', 'max', 'isinstance', 'sum')[n % 6]
            setattr(builtins, what, getattr(builtins, what))
            if n % 20 == 0: gc.collect()
        except (RuntimeError, MemoryError):
            pass

spaces = []
if {threads} > 1: threading.Thread(target=disturb, daemon=True).start()
for name in {names!r}:
    print('program', name, flush=True)
    file = {folder!r} + '/' + name + '.py'
    with open(file) as source:
        code = compile(source.read().replace(OBSERVE, ''), file, 'exec')
    outputs, gate = [[] for _ in range({threads})], threading.Barrier({threads})
    threads = [threading.Thread(target=run, args=(code, name, said, gate)) for said in outputs]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    for line in outputs[0]: print(line)
    for said in outputs[1:]:
        if said != outputs[0]:
            print('another thread:', *[(a, b) for a, b in zip(outputs[0], said) if a != b][:1], len(said), len(outputs[0]))
print('program end', flush=True)
"""


class Runner:
    def __init__(self, options, folder):
        self.options = options
        self.folder = Path(folder)
        self.eider = str(Path(options.eider).resolve())

    def command(self, mode):
        return [PYTHON, "-B"] if mode == "python" else [self.eider, *MODES[mode], f"--memory-limit={MEMORY}", *self.options.flags.split()]

    def run(self, mode, names, seconds):
        """{name: what it printed}; how the process ended, if it did not end well, stands behind the text of the last one.

        seconds  of processor time: the machine may be busy with other things, or stop the process for a while
        """
        threads = self.options.threads if mode != "python" else 1  # of python3.11 always so: the frames below are the same then
        main = (TOGETHER if self.options.threads else ALL).format(here=str(HERE), folder=str(self.folder), names=names, threads=threads)
        env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        env.update(LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1", EIDER_FUZZ_FAIL="0" if mode == "python" else str(self.options.fail_every))
        with subprocess.Popen(self.command(mode) + ["-c", main], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds))
            if mode == "python":
                resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
            try:
                out, err = process.communicate(timeout=1200)
            except subprocess.TimeoutExpired:
                process.kill()
                out, err = process.communicate()
            code = process.returncode
        parts = ("\n" + out.decode("utf-8", "backslashreplace")).split("\nprogram ")[1:]
        texts = [part.partition("\n") for part in parts]
        found = {name: re.sub(r" at 0x[0-9a-f]+>", " at 0x>", text) for name, _, text in texts}  # an address says nothing
        if code != 0 and texts:  # the program it ended in
            found[texts[-1][0]] += f"\n{err.decode('utf-8', 'backslashreplace')[-1500:]}\n[exit code {code}]{ENDED}"
        return found

    def same(self, wanted, got):
        if self.options.fail_every:
            return not got.endswith(ENDED)
        return got.strip() == wanted.strip()

    def batch(self, seeds):
        """[(seed or None, mode, python's text, Eider's, what ran before)] of what differs."""
        names = []
        self.folder.mkdir(exist_ok=True)
        for seed in seeds:
            (self.folder / f"seed_{seed}.py").write_text(generate(seed, self.options.long))
            names.append(f"seed_{seed}")
        modes = self.options.modes.split(",")
        wanted, todo = {}, names
        while todo:  # a program that ends python3.11 itself is left out
            got = self.run("python", todo, 30)
            wanted.update((name, text) for name, text in got.items() if not text.endswith(ENDED))
            todo = todo[max([at for at, name in enumerate(todo) if name in got], default=0) + 1:]
        # What fits into so much memory, and how long making it takes, is each runtime's own matter: ints of 2^32 bits.
        names = [name for name in names if name in wanted and "MemoryError" not in wanted[name]]
        failures = []
        for mode in modes:
            todo = names
            while todo:
                got = self.run(mode, todo, 60)
                end = max([at for at, name in enumerate(todo) if name in got], default=-1)
                for at, name in enumerate(todo[:end + 1]):
                    if not self.same(wanted[name], got[name]):
                        alone = self.run(mode, [name], 30)
                        text = alone.get(name, ENDED)
                        if not self.same(wanted[name], text):
                            failures.append((name, mode, wanted[name], text, []))
                        else:
                            failures.append((name, mode, wanted[name], got[name], todo[:at]))
                if end < 0:
                    failures.append((todo[0], mode, "", "nothing ran", []))
                    break
                todo = todo[end + 1:]
        return failures


def first_difference(wanted, got):
    a, b = wanted.strip().splitlines(), got.strip().splitlines()
    for at in range(max(len(a), len(b))):
        x, y = (lines[at] if at < len(lines) else "(end)" for lines in (a, b))
        if x != y:
            return f"    line {at + 1}\n    python {x[:300]}\n    eider  {y[:300]}"
    return "    nothing"


def seeds_of(text):
    first, colon, last = text.partition(":")
    return range(int(first), int(last)) if colon else range(int(first), int(first) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=seeds_of, metavar="A:B")
    parser.add_argument("--program", metavar="FILE")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--modes", default="off,hot", help=f"of {', '.join(MODES)}; default off,hot")
    parser.add_argument("--flags", default="", help="further switches for Eider")
    parser.add_argument("--eider", default=str(HERE.parent.parent / "build/release/eider"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--batch", type=int, default=20, help="programs in a process")
    parser.add_argument("--fail-every", type=int, default=0, metavar="N", help="each Nth allocation fails")
    parser.add_argument("--threads", type=int, default=0, metavar="N", help="each program in N threads at once, which share its code")
    parser.add_argument("--keep", metavar="DIR")
    parser.add_argument("--reduce", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(options, folder)
        if options.program:
            from reduce_program import reduce_program
            print(reduce_program(runner, Path(options.program).read_text(), options.modes.split(",")[-1]))
            return 0
        seeds = list(options.seeds)
        batches = [seeds[at:at + options.batch] for at in range(0, len(seeds), options.batch)]
        count = 0
        with ThreadPoolExecutor(options.jobs) as pool:
            for done, failures in enumerate(pool.map(runner.batch, batches)):
                for name, mode, wanted, got, before in failures:
                    count += 1
                    after = f", after {' '.join(before)}" if before else ""
                    print(f"FAILED {name} {mode}{after}\n{first_difference(wanted, got)}", flush=True)
                    text = (Path(folder) / f"{name}.py").read_text()
                    if options.keep:
                        Path(options.keep).mkdir(parents=True, exist_ok=True)
                        (Path(options.keep) / f"{name}.py").write_text(text)
                    if options.reduce and not before:
                        from reduce_program import reduce_program
                        print(reduce_program(runner, text, mode), flush=True)
                if sys.stderr.isatty():
                    print(f"\r{(done + 1) * options.batch} programs, {count} failures", end="", file=sys.stderr)
                elif (done + 1) * options.batch % 2000 == 0:
                    print(f"{(done + 1) * options.batch} programs, {count} failures", flush=True)
                for seed in batches[done]:
                    (Path(folder) / f"seed_{seed}.py").unlink()
        print(f"{len(seeds)} programs, {count} failures")
        return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
