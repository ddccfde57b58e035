# time: clocks go forward, sleep sleeps, conversions of fixed moments, struct_time, errors.
import time


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", error)


for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
    clock = getattr(time, name)
    a = clock()
    for _ in range(1000):
        pass
    b = clock()
    print(name, type(a).__name__, b >= a, type(getattr(time, name + "_ns")()).__name__, abs(getattr(time, name + "_ns")() / 1e9 - clock()) < 1)
begin, cpu = time.perf_counter(), time.process_time()
time.sleep(0.05)
time.sleep(0)
elapsed = time.perf_counter() - begin
print(0.05 <= elapsed < 5, time.process_time() - cpu < 0.05)
show(lambda: time.sleep(-1))
show(lambda: time.sleep("a"))
show(lambda: time.sleep())
t = time.gmtime(0)
print(t, tuple(t), t.tm_year, t[0], t.tm_zone, t.tm_gmtoff, len(t), t == time.gmtime(0.9), type(t).__name__, isinstance(t, tuple))
for moment in (0, 1, 951782400, 1234567890, 1709164800, 4102444800, -1, -86400 * 365):
    t = time.gmtime(moment)
    print(moment, time.strftime("%Y-%m-%d %H:%M:%S %a %A %b %B %j %p %y %U %w %d %%", t), time.asctime(t))
s = time.strptime("2024-02-29 13:45:06", "%Y-%m-%d %H:%M:%S")
print(s, time.strftime("%d/%m/%y", s), time.strptime("10 Mar 21", "%d %b %y")[:3])
print(time.struct_time((2020, 1, 2, 3, 4, 5, 6, 7, 0)).tm_mday, time.struct_time(range(9)).tm_isdst)
show(lambda: time.strptime("nope", "%Y"))
show(lambda: time.strftime("%Y", 5))
show(lambda: time.struct_time((1, 2)))
show(lambda: time.gmtime("a"))
show(lambda: time.asctime((2020, 13, 1, 0, 0, 0, 0, 1, 0)))
show(lambda: time.gmtime(1e20))
import os
os.environ["TZ"] = "UTC0"
time.tzset()
print(time.localtime(0)[:6], time.mktime((1970, 1, 2, 0, 0, 0, 0, 0, 0)), time.ctime(0), time.timezone, time.daylight, time.tzname[0])
print(time.get_clock_info("monotonic").monotonic, time.get_clock_info("time").adjustable, 1.6e9 < time.time() < 1e10)
