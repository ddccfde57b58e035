# The number of a file that the program has closed is no file's, also while a thread waits.
import os
import select
import threading

r, w = os.pipe()
os.close(r)
os.close(w)
p = select.poll()
p.register(r)
print(p.poll() == [(r, select.POLLNVAL)])
p.register(w)
print(p.poll(1000) == [(r, select.POLLNVAL), (w, select.POLLNVAL)])


def another():
    print(p.poll(1000) == [(r, select.POLLNVAL), (w, select.POLLNVAL)])


t = threading.Thread(target=another)
t.start()
t.join()
print(os.pipe() == (r, w))
