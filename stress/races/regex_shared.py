# Invariant: a pattern shared by threads matches as it does alone, while its forms are being made, replaced and collected; a scanner
# shared by threads gives each match to one of them; a long search stops neither the others nor a collection.
# May vary: who gets which match.  Forbidden: another match, a lost or doubled one, a crash.
import gc
import re
from _stress import race, THREADS

SUBJECTS = ["alpha beta 12", "caf\xe9 \xc9t\xe9 1", "\u0416\u0443\u043a 7 \u0436", "\U00010400 \U00010428 x", "", "a" * 14, "word " * 40, "-" * 9000 + "end"]
PATTERNS = [(r"\w+", 0), (r"(\w)(\w)?", 0), (r"\b\w", 0), (r"[^\W\d]+", re.I), ("(?P<a>[a-z])|(?P<b>[A-Z])|(\\d)", re.I), (r"(?:a|a)*$", 0), (r"(a+)+[bc]|\d", 0),
            (r"(\w)\1", re.I), ("end", 0), (r"x*", 0), ("(?:a?){2,4}b|(e)", 0)]
EXPECTED = {(p, f, s): [(m.regs, m.lastindex) for m in re.compile(p, f).finditer(s)] for p, f in PATTERNS for s in SUBJECTS if len(s) < 1000 or p == "end"}
CASES = list(EXPECTED.items())
re.purge()
shared = {}
scanned = "".join(chr(97 + i % 26) for i in range(4000))
state = {"scanner": None, "got": None}
finished = []
handed_out = []


def worker(rng, index):
    action = rng.below(20)
    if action == 0:
        re.purge()
        shared.clear()
    elif action == 1:
        gc.collect()
    elif action == 2:
        finished.append(re.compile("(?:a|b)*c").search("ab" * 20000) is None)
    elif action < 6:
        current = state["scanner"]
        if current is None:
            state["scanner"] = (re.compile("[a-z]").scanner(scanned), [])
            handed_out.append(state["scanner"][1])
        else:
            scanner, got = current
            for _ in range(50):
                m = scanner.search()
                if m is None:
                    if state["scanner"] is current:
                        state["scanner"] = None
                    break
                got.append(m.start())
    else:
        (pattern, flags, subject), expected = rng.choice(CASES)
        compiled = shared.get((pattern, flags))
        if compiled is None:
            compiled = shared[pattern, flags] = re.compile(pattern, flags)
        found = [(m.regs, m.lastindex) for m in compiled.finditer(subject)]
        assert found == expected, (pattern, subject[:20], found[:3], expected[:3])
        assert compiled.sub("", subject) == re.sub(pattern, "", subject, flags=flags)


race(worker)
assert all(finished)
for got in handed_out:
    assert len(got) == len(set(got)), "a match was given twice"
scanner = re.compile("[a-z]").scanner(scanned)
got = [[] for _ in range(THREADS)]


def drain(rng, index):
    m = scanner.search()
    if m is not None:
        got[index].append(m.start())


race(drain)
while (m := scanner.search()) is not None:
    got[0].append(m.start())
assert sorted(sum(got, [])) == list(range(len(scanned)))
