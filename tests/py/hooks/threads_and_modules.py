# threading.settrace and setprofile reach the threads that start later; the modules that are made of hooks: trace, bdb, profile.
import bdb
import io
import pstats
import profile
import sys
import threading
import trace


def work(n):
    total = 0
    for i in range(n):
        total += twice(i)
    return total


def twice(x):
    return x + x


for i in range(100):
    work(100)  # compiled
lock = threading.Lock()
counts = {}


def count(frame, event, arg):
    if frame.f_code.co_name in ("work", "twice"):
        with lock:
            key = frame.f_code.co_name, event
            counts[key] = counts.get(key, 0) + 1
    return count


def run(threads):
    made = [threading.Thread(target=work, args=(100,)) for i in range(threads)]
    for thread in made:
        thread.start()
    for thread in made:
        thread.join()


threading.settrace(count)
run(4)
threading.settrace(None)
print(sorted(counts.items()))
counts.clear()
threading.setprofile(count)
run(3)
threading.setprofile(None)
print(sorted(counts.items()), threading.gettrace(), threading.getprofile())
run(2)

tracer = trace.Trace(count=1, trace=0)
print(tracer.runfunc(work, 20))
lines = {line: times for (name, line), times in tracer.results().counts.items() if name == __file__ or name.endswith("threads_and_modules.py")}
print(sorted(lines.items()))


class Stops(bdb.Bdb):
    def user_call(self, frame, arguments):
        if frame.f_code.co_name == "work":
            print("call", frame.f_code.co_name)
            self.set_step()

    def user_line(self, frame):
        print("line", frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno)
        if frame.f_code.co_name == "twice":
            self.set_return(frame)
        else:
            self.set_step()

    def user_return(self, frame, value):
        print("return", frame.f_code.co_name, value)
        self.set_continue()


stops = Stops()
print(stops.runcall(work, 3), sys.gettrace())

profiler = profile.Profile()
print(profiler.runcall(work, 30))
stats = pstats.Stats(profiler, stream=io.StringIO())
print({name: calls for (file, line, name), (calls, *rest) in stats.stats.items() if name in ("work", "twice")})
