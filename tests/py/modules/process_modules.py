# _posixsubprocess, fcntl, termios.
import fcntl
import os
import termios
import _posixsubprocess


def run(args, programs, cwd=None, env=None, function=None, vfork=True):
    out_read, out_write = os.pipe()
    report_read, report_write = os.pipe()
    pid = _posixsubprocess.fork_exec(
        args, [os.fsencode(p) for p in programs], True, (report_write,), cwd, env, -1, -1, out_read, out_write, -1, -1, report_read, report_write,
        True, False, -1, None, None, None, -1, function, vfork)
    os.close(out_write)
    os.close(report_write)
    out = b""
    while part := os.read(out_read, 1000):
        out += part
    report = os.read(report_read, 1000)
    os.close(out_read)
    os.close(report_read)
    print(out, report, os.waitpid(pid, 0)[1])


run(["echo", "hi"], ["/nonexistent/echo", "/bin/echo"])
run(["sh", "-c", "pwd; echo $A; ls /proc/self/fd | wc -l"], ["/bin/sh"], cwd="/", env=[b"A=5", b"PATH=/bin"])
run(["sh", "-c", "pwd"], ["/bin/sh"], cwd="/nonexistent")
run(["x"], ["/nonexistent"])
run(["sh", "-c", "exit 3"], ["/bin/sh"], vfork=False)
run(["sh", "-c", "umask"], ["/bin/sh"], function=lambda: os.umask(0o77))
run(["sh", "-c", "umask"], ["/bin/sh"], function=lambda: 1 / 0)


def error(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


print(error(_posixsubprocess.fork_exec, 1))
terminal = os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY)
mode = termios.tcgetattr(terminal)
print(mode[:4], mode[6][:6], len(mode[6]))
mode[3] &= ~(termios.ECHO | termios.ICANON)
mode[6][termios.VMIN] = 1
termios.tcsetattr(terminal, termios.TCSANOW, mode)
print(termios.tcgetattr(terminal)[3] == mode[3], termios.tcgetattr(terminal)[6][termios.VMIN], termios.tcgetwinsize(terminal))
termios.tcsetwinsize(terminal, (10, 20))
print(termios.tcgetwinsize(terminal), fcntl.ioctl(terminal, termios.TIOCGWINSZ, b"\0" * 8))
size = bytearray(8)
print(fcntl.ioctl(terminal, termios.TIOCGWINSZ, size), size)
null = os.open("/dev/null", os.O_RDONLY)
print(error(termios.tcgetattr, null), error(termios.tcsetattr, terminal, 0, []), error(termios.tcsetwinsize, terminal, (1,)))
print(termios.error.__mro__[1].__name__, termios.error.__module__)
flags = fcntl.fcntl(null, fcntl.F_GETFD)
print(flags & fcntl.FD_CLOEXEC, fcntl.fcntl(null, fcntl.F_SETFD, 0), fcntl.fcntl(null, fcntl.F_GETFD))
with open(os.path.join(os.environ.get("TMPDIR", "/tmp"), "eider_lock_%d" % os.getpid()), "w") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(file, fcntl.LOCK_UN)
    print(error(fcntl.lockf, file, 0))
    os.unlink(file.name)
for arguments in ((-1, 1), ("x", 1), (2**40, 1), (null, fcntl.F_GETFD, b"x" * 2000)):
    print(error(fcntl.fcntl, *arguments))
