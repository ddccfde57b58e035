# Long subjects, deep loops, patterns that explode: no limit but memory, and a signal gets through.
import re
import signal
import time

text = "ab" * 500_000
for pattern in ("(?:a|b)*", "(a|b)*", "(?:ab)*", "(?:a|b)*?$", "[ab]*", ".*", "(?:(?:a|b)(?:a|b))*", "(?s:.)*b", "(ab)*?$", "(?:a(?=b)b)*", "(?>(?:a|b)*)", "(?:a|b)*+"):
    m = re.match(pattern, text)
    print(pattern, m.span(), m.lastindex, re.match(pattern.encode(), text.encode()).span())
print(re.search("b(?!a)", text).span(), len(re.findall("ab", text)), len(re.sub("a", "", text)), len(re.split("b", text)), re.search("c", text), re.search("(?:ab)*c", text[:3000]))
wide = "\u4e00\u4e01" * 300_000 + "\U0001f600"
print(re.match("(?:\u4e00|\u4e01)*", wide).span(), re.search("\U0001f600", wide).span(), len(re.findall("\u4e01", wide)))
# One window of starts ends, another begins: what stands across is found once.
for size in (4095, 4096, 4097, 8193, 70000, 69633, 1 << 20, (1 << 20) + 4097, 1_400_000):
    subject = "-" * size + "xyz"
    print(size, re.search("x", subject).start(), re.search("(?<=-)xy", subject).span(), re.search("^x", subject), re.search(r"\bx", subject).span(), [m.span() for m in re.finditer("[xyz]", subject)],
          re.search("-x|q", subject).span(), re.search("(?!-)", subject).span(), re.search(r"(?<=\A--)-", subject).span(), re.search("x*$", subject).span())

# Nested quantifiers that cannot match take for ever: an alarm ends each.


class Alarm(Exception):
    pass


def on_alarm(number, frame):
    raise Alarm


signal.signal(signal.SIGALRM, on_alarm)
for pattern, subject in (("(a+)+[bc]", "a" * 60), ("(?:a|a)*[bc]", "a" * 60), ("(a*)*[bc]", "a" * 60), ("(?:a?){40}a{40}[bc]", "a" * 41), ("(a|a|a|a){40}[bc]", "a" * 50),
                         ("(?:(?:a|a)(?:a|a)){30}[bc]", "a" * 70), ("(x+x+)+y|(a+a+)+[bc]", "a" * 100), ("^(?:aa?)*?[bc]", "a" * 100), (r"(\w+\s?)+[.,]$", "word " * 12),
                         ("(?:a*){2,9}[bc]", "a" * 200), ("(a+){5,}[bc]", "\u4e00" + "a" * 60), ("a*a*a*a*a*a*a*a*[bc]", "a" * 5000), ("(?=(a+)+[bc])", "a" * 60), (r"(?i)(\xe9+)+\1[bc]", "\xe9" * 60)):
    for function in (re.search, re.findall):
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        begun = time.monotonic()
        try:
            function(pattern, subject)
            print(pattern, "ended")
        except Alarm:
            print(pattern, "interrupted", time.monotonic() - begun < 2)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
# A handler that returns lets the match go on.
count = 0


def on_tick(number, frame):
    global count
    count += 1


signal.signal(signal.SIGALRM, on_tick)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
print(re.search("(?:a|aa)+[bc]", "a" * 27 + "d"))
signal.setitimer(signal.ITIMER_REAL, 0)
