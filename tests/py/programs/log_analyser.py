# An analyser of made-up server logs: generators as stages, string parsing, counters, histograms, percentiles, top lists, a report.
from collections import Counter, defaultdict, namedtuple

Entry = namedtuple("Entry", "time host method path status size millis")
HOSTS = ["10.0.0.%d" % i for i in range(1, 12)]
PATHS = ["/", "/ducks", "/ducks/42", "/ponds", "/static/app.js", "/static/style.css", "/login", "/api/v1/quack"]


def make_lines(n):
    state = 20240229
    clock = 8 * 3600
    for i in range(n):
        state = (state * 1103515245 + 12345) % 2 ** 31
        r = state >> 8
        clock += r % 7
        status = 500 if r % 97 == 0 else 404 if r % 31 == 0 else 302 if r % 17 == 0 else 200
        h, m, s = clock // 3600 % 24, clock // 60 % 60, clock % 60
        line = f'{h:02}:{m:02}:{s:02} {HOSTS[r % 11]} "{"POST" if r % 13 == 0 else "GET"} {PATHS[r % 8]}" {status} {r % 5000} {r % 400 + (2000 if status == 500 else 0)}ms'
        if r % 53 == 0:
            line = line.replace('"', "")
        elif r % 59 == 0:
            line = "# " + line
        elif r % 61 == 0:
            line = line[:r % 20]
        yield line


class BadLine(ValueError):
    pass


def parse(line):
    try:
        head, request, tail = line.split('"')
        time, host = head.split()
        method, path = request.split()
        status, size, millis = tail.split()
        hours, minutes, seconds = map(int, time.split(":"))
        return Entry(hours * 3600 + minutes * 60 + seconds, host, method, path, int(status), int(size), int(millis.removesuffix("ms")))
    except ValueError as error:
        raise BadLine(line) from error


def entries(lines, errors):
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or not line.strip():
            errors["comment"] += 1
            continue
        try:
            yield parse(line)
        except BadLine as error:
            errors[str(error.__cause__).split(" (")[0]] += 1


def percentile(ordered, p):
    return ordered[min(len(ordered) - 1, int(len(ordered) * p / 100))]


class Report:
    def __init__(self):
        self.by_status, self.by_path, self.bytes_by_host = Counter(), defaultdict(list), Counter()
        self.minutes, self.sessions, self.last_seen = Counter(), Counter(), {}
        self.slowest, self.count = [], 0

    def feed(self, entry):
        self.count += 1
        self.by_status[entry.status] += 1
        self.by_path[entry.path].append(entry.millis)
        self.bytes_by_host[entry.host] += entry.size
        self.minutes[entry.time // 600] += 1
        if entry.time - self.last_seen.get(entry.host, -10 ** 6) > 120:
            self.sessions[entry.host] += 1
        self.last_seen[entry.host] = entry.time
        self.slowest.append((-entry.millis, entry.time, entry.path))
        if len(self.slowest) > 50:
            self.slowest = sorted(self.slowest)[:5]

    def print(self):
        print(f"{self.count} requests, {sum(self.bytes_by_host.values()):,} bytes")
        for status, n in sorted(self.by_status.items()):
            print(f"  {status} {n:>5} {n / self.count:6.1%} {'#' * (n * 40 // self.count)}")
        print(f"{'path':<20}{'n':>6}{'p50':>6}{'p90':>6}{'p99':>6}{'max':>6}")
        for path, times in sorted(self.by_path.items(), key=lambda item: (-len(item[1]), item[0])):
            times.sort()
            print(f"{path:<20}{len(times):>6}" + "".join(f"{percentile(times, p):>6}" for p in (50, 90, 99, 100)))
        print("hosts:", ", ".join(f"{host} {size}" for host, size in self.bytes_by_host.most_common(3)))
        print("sessions:", sorted(self.sessions.values()), "busiest ten minutes:", max(self.minutes.items(), key=lambda item: (item[1], -item[0])))
        print("slowest:", [(-ms, path) for ms, _, path in sorted(self.slowest)[:3]])


errors = Counter()
report = Report()
for entry in entries(make_lines(4000), errors):
    report.feed(entry)
report.print()
print(dict(sorted(errors.items())), sum(errors.values()) + report.count)
first = next(entries(make_lines(1), errors))
print(first, first._replace(status=418), first.path.strip("/").split("/"))
slow_by_host = defaultdict(lambda: [0, 0])
for entry in entries(make_lines(500), errors):
    slot = slow_by_host[entry.host]
    slot[0] += entry.millis > 200
    slot[1] += 1
print({host: f"{slow}/{n}" for host, (slow, n) in sorted(slow_by_host.items())})
for bad in ("", "nonsense", '1:2:3 h "GET /" 200 5', '1:2:3 h "GET" 200 5 6ms', 'x:2:3 h "GET /" 200 5 6ms'):
    try:
        print(parse(bad))
    except BadLine as error:
        print(repr(str(error)), "->", type(error.__cause__).__name__, error.__cause__)
