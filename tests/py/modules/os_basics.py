# os and os.path: environment, directories and files in a scratch folder, path algebra, stat, errors.
import os
import os.path as path
import tempfile


def show(f):
    try:
        print(repr(f()))
    except Exception as error:
        print(type(error).__name__ + ":", str(error).replace(scratch, "SCRATCH"), getattr(error, "errno", None))


scratch = tempfile.mkdtemp()
os.environ["EIDER_TEST"] = "value"
print(os.getenv("EIDER_TEST"), os.getenv("EIDER_NOT_SET"), os.getenv("EIDER_NOT_SET", "default"), os.environ["EIDER_TEST"], "EIDER_TEST" in os.environ, os.environ.get("EIDER_NOT_SET", 5), os.environ.pop("EIDER_TEST"), os.getenv("EIDER_TEST"), len(os.environ) > 0)
for f in (lambda: os.environ["EIDER_NOT_SET"], lambda: os.getenv(5), lambda: os.environ.__setitem__("a", 5), lambda: os.environ.__delitem__("EIDER_NOT_SET")):
    show(f)
print(os.name, os.sep, os.linesep == "\n", os.pathsep, os.curdir, os.pardir, os.devnull, type(os.getpid()).__name__, os.getcwd() == path.abspath("."), os.cpu_count() >= 1)
here = os.getcwd()
os.chdir(scratch)
print(path.realpath(os.getcwd()) == path.realpath(scratch), os.listdir(), os.listdir("."))
os.mkdir("d")
os.makedirs("d/e/f")
os.makedirs("d/e/f", exist_ok=True)
for name in ("b.txt", "a.txt", "d/inner.txt"):
    with open(name, "w") as file:
        file.write(name * 2)
print(sorted(os.listdir()), sorted(os.listdir("d")), path.exists("a.txt"), path.isfile("a.txt"), path.isdir("d"), path.exists("none"), path.isfile("d"), path.isdir("none"), path.getsize("a.txt"), path.islink("a.txt"))
os.rename("a.txt", "c.txt")
os.replace("c.txt", "b.txt")
print(sorted(os.listdir()), open("b.txt").read(), os.stat("b.txt").st_size, os.access("b.txt", os.R_OK), os.access("none", os.F_OK))
os.symlink("b.txt", "link")
print(path.islink("link"), os.readlink("link"), path.samefile("link", "b.txt"), path.lexists("link"), os.lstat("link").st_size)
print(sorted((root.replace(os.sep, "/"), sorted(dirs), sorted(files)) for root, dirs, files in os.walk(".")), sorted(entry.name for entry in os.scandir(".") if entry.is_file()))
for f in (lambda: os.mkdir("d"), lambda: os.makedirs("d"), lambda: os.rmdir("d"), lambda: os.remove("none"), lambda: os.listdir("none"), lambda: os.chdir("none"), lambda: os.rename("none", "x"), lambda: os.stat("none"), lambda: os.rmdir("b.txt"), lambda: os.listdir("b.txt"), lambda: open("d"), lambda: os.mkdir("none/x"), lambda: os.listdir(5.5), lambda: path.getsize("none"), lambda: os.mkdir("a\0b"), lambda: path.join("a", 5), lambda: os.fspath(5)):
    show(f)
os.remove("link")
os.unlink("b.txt")
os.remove("d/inner.txt")
os.removedirs("d/e/f")
print(os.listdir())
os.chdir(here)
os.rmdir(scratch)
print(path.exists(scratch))
print(path.join("a", "b", "/c", "d"), path.join("a", ""), path.join("", "a"), path.join("a/", "b"), path.split("/a/b/c.txt"), path.split("c"), path.split("/"), path.basename("/a/b/"), path.dirname("/a/b/"), path.splitext("a.tar.gz"), path.splitext(".bashrc"), path.splitext("a/b.c/d"), path.normpath("a/./b/../c//d/"), path.normpath(""), path.normpath("//a"), path.isabs("/a"), path.isabs("a"), path.commonprefix(["abc", "abd"]), path.commonpath(["/a/b", "/a/c/d"]), path.relpath("/a/b/c", "/a/d"), path.expanduser("x"), path.abspath("/a/../b"), path.splitdrive("/a"))


class PathLike:
    def __fspath__(self):
        return "/from/fspath"


print(os.fspath(PathLike()), os.fspath("s"), path.basename(PathLike()), path.join(PathLike(), "x"), os.fsencode("é"), os.fsdecode(b"\xc3\xa9"))
r, w = os.pipe()
print(os.write(w, b"through a pipe"), os.read(r, 7), os.close(w), os.read(r, 100), os.read(r, 10), os.close(r))
show(lambda: os.close(r))
print(len(os.urandom(8)), os.strerror(2), os.get_terminal_size.__name__, os.error is OSError)
